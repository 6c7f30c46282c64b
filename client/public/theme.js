// Runs before the first paint so that a chosen theme never flashes. A file of its own because the
// server's Content-Security-Policy refuses inline scripts. The key is shared with src/shell/theme.ts.
try {
  var theme = localStorage.getItem("porter.theme");
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset.theme = theme;
    document.querySelectorAll("meta[name='theme-color']").forEach(function (meta) {
      meta.media = meta.dataset.theme === theme ? "all" : "not all";
    });
  }
} catch {
  // Storage is refused: the system's theme it is.
}
