import type { Profile, SaveProfile } from "../../../shared/profile.ts";
import { explain } from "../api/errors.ts";
import { applyProfile } from "../api/feed-cache.ts";
import { api } from "../api/options.ts";
import { offerUndo, showToast } from "../shell/toast.ts";

/** Rejects with words for the form that it was typed into. */
export async function saveProfile(profile: SaveProfile): Promise<void> {
  applyProfile({ type: "saved", profile: await api.agents.saveProfile.mutate(profile) });
}

/** Gone at once, with a way back. */
export async function removeProfile(profile: Profile): Promise<void> {
  const { source: _source, ...saved } = profile;
  applyProfile({ type: "removed", profile });
  const removed = api.agents.removeProfile.mutate({ id: profile.id });
  const withdraw = offerUndo(`Removed “${profile.name}”`, () => void bringBack(saved, removed));
  try {
    await removed;
  } catch (error) {
    withdraw();
    applyProfile({ type: "saved", profile });
    showToast({ message: `Not removed: ${explain(error)}`, kind: "error" });
  }
}

async function bringBack(profile: SaveProfile, removed: Promise<unknown>): Promise<void> {
  try {
    await removed; // Otherwise the two might arrive the other way round.
    await saveProfile(profile);
  } catch (error) {
    showToast({ message: `Not brought back: ${explain(error)}`, kind: "error" });
  }
}
