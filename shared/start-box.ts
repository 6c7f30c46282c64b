import { z } from "zod";

/** The folder that a session would begin in; left out: the configuration's. */
const Folder = z.string().max(4096).optional();

/** Files and folders below it whose path has these letters in this order. */
export const FindFilesIn = z.strictObject({ cwd: Folder, query: z.string().max(500) });
export type FindFilesIn = z.infer<typeof FindFilesIn>;

/** The commands that a session there would have, as far as they are known. */
export const ReadCommandsIn = z.strictObject({ cwd: Folder });
export type ReadCommandsIn = z.infer<typeof ReadCommandsIn>;
