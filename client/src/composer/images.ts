import type { DraftImage } from "../../../shared/draft.ts";

/** Claude looks at no more than this; larger ones only cost. In pixels, of the longer side. */
const LONGEST_SIDE = 2_000;
/** A smaller file goes as it is. In bytes. */
const SMALL = 700_000;

const types: readonly DraftImage["mediaType"][] = ["image/png", "image/jpeg", "image/gif", "image/webp"];
const typeOf = ({ type }: Blob) => types.find((known) => known === type);

/** A file as it can be sent: made smaller where that is needed. Undefined for what this browser cannot read as one. */
export async function readImage(file: Blob): Promise<DraftImage | undefined> {
  const known = typeOf(file);
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    if (known && scale === 1 && file.size <= SMALL) return { mediaType: known, data: await base64Of(file) };
    const scaled = (length: number) => Math.max(1, Math.round(length * scale));
    const canvas = new OffscreenCanvas(scaled(bitmap.width), scaled(bitmap.height));
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const blob = await canvas.convertToBlob({ type: "image/webp", quality: 0.9 });
    const mediaType = typeOf(blob); // a browser that does not write WebP makes a PNG
    return mediaType && { mediaType, data: await base64Of(blob) };
  } catch {
    return undefined;
  }
}

/** By the browser's own reader: it needs no second copy of the bytes as text. */
function base64Of(blob: Blob): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const reader = new FileReader();
  reader.addEventListener("load", () => {
    const address = typeof reader.result === "string" ? reader.result : "";
    resolve(address.slice(address.indexOf(",") + 1));
  });
  reader.addEventListener("error", () => reject(reader.error ?? new Error("The picture cannot be read.")));
  reader.readAsDataURL(blob);
  return promise;
}
