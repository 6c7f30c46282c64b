/** The configuration of a server whose agents end at once: sessions can be made without the Claude CLI. */
export const NO_CLAUDE = 'agents.command = "/bin/false"';
