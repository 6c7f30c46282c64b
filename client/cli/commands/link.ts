import { createPorterClient } from "../../sdk/client.ts";
import type { Connection } from "../connection.ts";

export async function link(connection: Connection): Promise<void> {
  const { url } = await createPorterClient(connection).auth.createSignInLink.mutate();
  process.stdout.write(`${url}\n`);
}
