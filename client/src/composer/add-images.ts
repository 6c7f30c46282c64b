import type { DraftImage } from "../../../shared/draft.ts";
import { showToast } from "../shell/toast.ts";
import type { SyncedDraft } from "./draft.ts";
import { readImage } from "./images.ts";

/** As the server takes them (shared/draft.ts, which brings the schema library with it). */
const MOST_IMAGES = 10;
const LARGEST_IMAGES = 10_000_000;

const tell = (message: string) => showToast({ message, kind: "error" });

/** Puts files into a draft as pictures, as many as one message takes, and says which it leaves out. */
export async function addImages(
  draft: Pick<SyncedDraft, "images" | "change">,
  files: readonly File[],
): Promise<void> {
  const unreadable: string[] = [];
  for (const [index, file] of files.entries()) {
    const image = draft.images().length < MOST_IMAGES ? await readImage(file) : "too-many";
    if (image === undefined) unreadable.push(file.name);
    else if (image === "too-many" || !fits(draft.images(), image)) {
      const left = files.length - index;
      tell(
        `A message takes ${MOST_IMAGES} pictures, of 7 MB together. ${left === 1 ? "One was" : `${left} were`} left out.`,
      );
      break;
    } else draft.change({ images: [...draft.images(), image] });
  }
  if (unreadable.length > 0) {
    const names = unreadable.slice(0, 3).join(", ");
    tell(`This browser cannot read ${names} as a picture. PNG, JPEG, GIF and WebP always work.`);
  }
}

function fits(images: readonly DraftImage[], more: DraftImage): boolean {
  const size = [...images, more].reduce((sum, { data }) => sum + data.length, 0);
  return images.length < MOST_IMAGES && size <= LARGEST_IMAGES;
}
