import { Argument, Command } from "commander";
import { OWN_ARGUMENTS } from "../own-call.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

const install = (): string => {
  const call = `bun ${OWN_ARGUMENTS.join(" ")} completion`;
  return `
It also makes "porter" a command of your shell, from any folder. To have it in every shell, put into its start file:

  bash, ~/.bashrc:                      source <(${call} bash)
  zsh, ~/.zshrc, behind compinit:       source <(${call} zsh)
  fish, ~/.config/fish/config.fish:     ${call} fish | source`;
};

export const completion = (): Command =>
  new Command("completion")
    .description("print what completes commands, options, tasks and sessions in your shell")
    .addArgument(new Argument("<shell>", "your shell").choices(SHELLS))
    .addHelpText("after", install)
    .action(async (shell: Shell) => {
      const { printScript } = await import("../completion.ts");
      printScript(shell);
    });
