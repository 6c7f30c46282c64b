import { A } from "@solidjs/router";
import ChartColumn from "lucide-solid/icons/chart-column";
import LogOut from "lucide-solid/icons/log-out";
import Settings from "lucide-solid/icons/settings";
import UserRound from "lucide-solid/icons/user-round";
import { signOut } from "../api/auth.ts";
import { Popover } from "../ui/popover.tsx";
import { integrationsPlace } from "./places.ts";
import { showToast } from "./toast.ts";

async function leave(): Promise<void> {
  try {
    await signOut();
  } catch {
    showToast({ message: "Not signed out: Porter does not answer.", kind: "error" });
  }
}

/** Who is signed in, and the way out. */
export function Account() {
  return (
    <Popover
      label="Account"
      name="Account"
      buttonClass="livery-button"
      class="w-60 p-1.5"
      button={<UserRound size={16} aria-hidden="true" />}
    >
      {(close) => (
        <>
          <p class="px-2.5 pt-1.5 pb-2 text-sm text-ink-2">
            Signed in as the <span class="font-semibold text-ink">owner</span> of this Porter.
          </p>
          <A
            href={integrationsPlace.href}
            class="button w-full !justify-start !px-2.5 md:!hidden"
            data-kind="quiet"
            onClick={() => close()}
          >
            <integrationsPlace.icon size={15} aria-hidden="true" />
            {integrationsPlace.name}
          </A>
          <A
            href="/usage"
            class="button w-full !justify-start !px-2.5"
            data-kind="quiet"
            onClick={() => close()}
          >
            <ChartColumn size={15} aria-hidden="true" />
            Usage
          </A>
          <A
            href="/settings"
            class="button w-full !justify-start !px-2.5"
            data-kind="quiet"
            onClick={() => close()}
          >
            <Settings size={15} aria-hidden="true" />
            Settings
          </A>
          <button
            type="button"
            class="button w-full !justify-start !px-2.5"
            data-kind="quiet"
            onClick={() => {
              close();
              void leave();
            }}
          >
            <LogOut size={15} aria-hidden="true" />
            Sign out
          </button>
        </>
      )}
    </Popover>
  );
}
