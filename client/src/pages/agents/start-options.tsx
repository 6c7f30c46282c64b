import ChevronRight from "lucide-solid/icons/chevron-right";
import { For } from "solid-js";
import { permissionModes, permissionWords } from "../../ui/permission-words.ts";
import type { StartModel } from "./start-model.ts";

/** Folder and permissions, folded away: most agents start with what the configuration says. */
export function StartOptions(props: { model: StartModel; folders: readonly string[] }) {
  return (
    <details class="group/options border-t border-line">
      <summary class="flex min-h-9 items-center gap-1.5 rounded-b-xl px-4 text-sm text-ink-2 select-none marker:content-none hover:text-ink pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          size={14}
          class="text-ink-3 transition-transform group-open/options:rotate-90"
          aria-hidden="true"
        />
        Options
      </summary>
      <div class="grid gap-x-4 gap-y-3 px-4 pt-1 pb-4 sm:grid-cols-2">
        <div>
          <label for="folder" class="text-sm font-semibold">
            Folder
          </label>
          <input
            id="folder"
            type="text"
            class="field mt-1 font-mono !text-[0.8125rem]"
            placeholder="As configured"
            autocomplete="off"
            spellcheck={false}
            list="folders"
            aria-describedby="folder-help"
            value={props.model.folder()}
            onInput={(event) => props.model.setFolder(event.currentTarget.value)}
          />
          <datalist id="folders">
            <For each={props.folders}>{(folder) => <option value={folder} />}</For>
          </datalist>
          <p id="folder-help" class="mt-1 text-xs text-ink-3">
            A whole path, inside a folder that the configuration allows.
          </p>
        </div>
        <div>
          <label for="permissions" class="text-sm font-semibold">
            Permissions
          </label>
          <select
            id="permissions"
            class="field mt-1"
            value={props.model.permissions() ?? ""}
            onChange={(event) => props.model.setPermissions(event.currentTarget.value)}
          >
            <option value="">As configured</option>
            <For each={permissionModes}>
              {(mode) => <option value={mode}>{permissionWords[mode]}</option>}
            </For>
          </select>
        </div>
      </div>
    </details>
  );
}
