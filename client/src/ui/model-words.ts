/** `claude-sonnet-4-5-20250929` is Sonnet 4.5; a name of another shape stays as it is. */
export function modelWords(model: string): string {
  const [, family, major, minor] = /^claude-([a-z]+)-(\d+)(?:-(\d{1,2}))?(?:-\d{8})?$/.exec(model) ?? [];
  if (family === undefined || major === undefined) return model;
  const name = family.charAt(0).toUpperCase() + family.slice(1);
  return minor === undefined ? `${name} ${major}` : `${name} ${major}.${minor}`;
}
