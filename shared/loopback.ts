/** Whether a host name, as it stands in a URL or without the brackets of IPv6, is this machine and nothing else. */
export const isLoopback = (hostname: string): boolean =>
  /^(localhost|127(\.\d+){3}|::1|\[::1\])$/.test(hostname);
