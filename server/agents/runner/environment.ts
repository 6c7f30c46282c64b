/** Reaches an agent: what the Claude CLI, git and ordinary tools need to run as this user. */
const PASSED = new Set([
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "SHELL",
  "LANG",
  "LANGUAGE",
  "TERM",
  "TZ",
  "TMPDIR",
  "SSH_AUTH_SOCK",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "ALL_PROXY",
  "NODE_EXTRA_CA_CERTS",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
]);
const PROXIED = /^(https?|all)_proxy$/i;
const PASSED_PREFIXES = ["ANTHROPIC_", "CLAUDE_", "LC_", "XDG_", "DISABLE_"];

/**
 * The environment of an agent: a list of what may pass, so that a secret in the server's environment stays there.
 * @param referenced variables that the configuration names with `env:`; they never pass
 */
export function agentEnvironment(
  variables: Record<string, string>,
  referenced: readonly string[],
): Record<string, string> {
  const passes = (name: string) =>
    !referenced.includes(name) &&
    (PASSED.has(name.toUpperCase()) || PASSED_PREFIXES.some((prefix) => name.startsWith(prefix)));
  return Object.fromEntries(Object.entries(variables).filter(([name]) => passes(name)));
}

/** The same, but for a host that no proxy is asked for: Porter, whose tools the CLI calls on this machine. */
export function besideProxy(environment: Record<string, string>, host: string): Record<string, string> {
  if (!Object.keys(environment).some((name) => PROXIED.test(name))) return environment;
  const noProxy = [environment.NO_PROXY ?? environment.no_proxy, host].filter(Boolean).join(",");
  return { ...environment, NO_PROXY: noProxy, no_proxy: noProxy };
}
