/** The languages that are highlighted, each with the other words that people put behind a fence. */
const OTHER_NAMES = {
  c: "h",
  cpp: "c++ cc cxx hpp",
  csharp: "c# cs",
  css: "",
  dart: "",
  diff: "patch",
  docker: "dockerfile containerfile",
  go: "golang",
  html: "htm",
  ini: "properties conf cfg",
  java: "",
  javascript: "js jsx mjs cjs node",
  json: "webmanifest",
  jsonc: "json5",
  kotlin: "kt kts",
  lua: "",
  make: "makefile mk",
  markdown: "md",
  nix: "",
  php: "",
  powershell: "ps1 pwsh",
  python: "py python3",
  ruby: "rb",
  rust: "rs",
  scss: "",
  shellscript: "bash sh shell zsh",
  sql: "sqlite postgresql mysql",
  swift: "",
  toml: "",
  tsx: "",
  typescript: "ts mts cts",
  xml: "svg xsl plist",
  yaml: "yml",
};

export type Language = keyof typeof OTHER_NAMES;

const byName = new Map<string, Language>();
for (const [language, others] of Object.entries(OTHER_NAMES)) {
  // Object.entries forgets the keys' type.
  for (const name of [language, ...others.split(" ")]) if (name) byName.set(name, language as Language);
}

/** The language that the word behind a fence means, if it is one that is highlighted. */
export const findLanguage = (word: string): Language | undefined => byName.get(word.toLowerCase());
