const MEGABYTE = 1024 * 1024;

/** `1,024 MB`. */
export const megabytes = (bytes: number): string => `${Math.round(bytes / MEGABYTE).toLocaleString("en")} MB`;
