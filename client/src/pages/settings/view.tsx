import { lazy, Suspense } from "solid-js";
import { explain } from "../../api/errors.ts";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { Section } from "../../ui/section.tsx";
import { Answered } from "../../ui/answered.tsx";
import { About } from "./about.tsx";
import { Devices } from "./devices.tsx";
import { Kinds } from "./kinds.tsx";
import type { SettingsModel } from "./model.ts";
import { SignInLink } from "./sign-in-link.tsx";
import { Push, ThemeChoice } from "./this-browser-view.tsx";

const Profiles = lazy(() => import("./profiles.tsx"));
const Tokens = lazy(() => import("./tokens.tsx"));

export function SettingsView(props: { model: SettingsModel }) {
  const { model } = props;
  return (
    <div class="mx-auto w-full max-w-[48rem] flex flex-col gap-9 px-4 pt-5 pb-16 sm:px-9 md:pt-8">
      <h1 class="title text-xl">Settings</h1>
      <Section title="This browser">
        <ThemeChoice />
        <Push model={model} />
      </Section>
      <div id="notifications" class="scroll-mt-16 flex flex-col gap-9">
        <Answered
          query={model.status}
          explain={explain}
          problem="The notification settings could not be loaded"
          rows={6}
        >
          {() => (
            <>
              <Section title="Devices that are told" count={model.devices().length}>
                <Devices model={model} />
              </Section>
              <Section title="What you are told, and how">
                <Kinds model={model} />
              </Section>
            </>
          )}
        </Answered>
      </div>
      <div id="profiles" class="scroll-mt-16">
        <Section title="Agent profiles">
          <Suspense fallback={<RowsSkeleton rows={2} />}>
            <Profiles />
          </Suspense>
        </Section>
      </div>
      <div id="tokens" class="scroll-mt-16">
        <Section title="Tokens">
          <Suspense fallback={<RowsSkeleton rows={2} />}>
            <Tokens />
          </Suspense>
        </Section>
      </div>
      <Section title="Sign in another device">
        <SignInLink model={model} />
      </Section>
      <Section title="About">
        <About model={model} />
      </Section>
    </div>
  );
}
