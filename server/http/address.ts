import { allowedOrigins, type Origins } from "../auth/guards.ts";

export type Address = Origins & {
  /** What a person opens. */
  publicOrigin: string;
  /** What this machine's own clients open: the MCP servers of agents. */
  localOrigin: string;
  /** Where services lead the owner's browser back to; on loopback an IP literal (RFC 8252, 7.3 and 8.3). */
  callbackOrigin: string;
  /** Cookies ignore ports, so two servers on one host need two names. */
  cookieName: string;
};

export function addressOf(host: string, port: number, publicUrl: string | undefined): Address {
  const reachable =
    host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "[::1]" : host.includes(":") ? `[${host}]` : host;
  const localOrigin = `http://${reachable}:${port}`;
  const { hosts, origins } = allowedOrigins(port, publicUrl);
  return {
    hosts: new Set([...hosts, `${reachable}:${port}`]),
    origins: new Set([...origins, localOrigin]),
    publicOrigin: publicUrl ? new URL(publicUrl).origin : localOrigin,
    localOrigin,
    callbackOrigin: publicUrl
      ? new URL(publicUrl).origin
      : localOrigin.replace("//localhost:", "//127.0.0.1:"),
    cookieName: `porter_${port}`,
  };
}
