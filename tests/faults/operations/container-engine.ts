import { existsSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "../../support/run-program.ts";
import { scratchDir } from "../../support/server.ts";
import { CACHE, unpacked, whyNotUnpacked } from "./unpacked.ts";

/** What Debian has for it, and what that needs which a small system has not. */
const PACKAGES =
  "buildah podman conmon crun debootstrap golang-github-containers-common golang-github-containers-image libgpgme11 libsubid4 libyajl2".split(
    " ",
  );
/** Certificates that this machine trusts, also those of a proxy that stands before the registries. */
const CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";

/** What keeps this machine from building an image, or undefined when nothing is known that does. */
export const whyNoEngine = (): string | undefined =>
  existsSync(CERTIFICATES) ? whyNotUnpacked() : `there is no ${CERTIFICATES}`;

/**
 * An engine of containers whose programs are nowhere installed: what runs below it sees them laid over `/usr` and `/etc`.
 * Its images and containers go with it. @throws Error with what the program that failed has said
 */
export async function openEngine() {
  const folders: string[] = [];
  for (const name of PACKAGES) folders.push(await unpacked(name));
  const scratch = scratchDir("engine");
  const [storage, engine] = [join(scratch.path, "storage.conf"), join(scratch.path, "containers.conf")];
  const [graph, runRoot] = [join(scratch.path, "graph"), join(scratch.path, "run")];
  writeFileSync(storage, `[storage]\ndriver = "overlay"\ngraphroot = "${graph}"\nrunroot = "${runRoot}"\n`);
  writeFileSync(engine, '[engine]\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\n');
  const layers = (name: string) =>
    [...folders.map((folder) => join(folder, name)).filter((path) => existsSync(path)), `/${name}`].join(":");
  const script = `
    mount -t overlay overlay -o ro,lowerdir="$0" /usr &&
    mount -t overlay overlay -o ro,lowerdir="$1" /etc &&
    { ! mountpoint -q /sys/fs/cgroup/unified || umount /sys/fs/cgroup/unified; } && # crun takes no mixture
    echo ready && exec sleep infinity`;
  const below = Bun.spawn(["unshare", "--mount", "sh", "-c", script, layers("usr"), layers("etc")], {
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const { value: ready } = await below.stdout.getReader().read();
  if (ready === undefined) throw new Error(await new Response(below.stderr).text());

  /** Gives what a program has printed. @throws Error with its last words unless it ends with 0 */
  async function run(...command: string[]): Promise<string> {
    const inside = ["nsenter", "--target", String(below.pid), "--mount", ...command];
    const { code, stdout, stderr } = await runProgram(inside, {
      env: {
        PATH: process.env.PATH ?? "",
        HOME: scratch.path,
        TMPDIR: scratch.path,
        CONTAINERS_CONF: engine,
        CONTAINERS_STORAGE_CONF: storage,
        DEBOOTSTRAP_DIR: "/usr/share/debootstrap",
      },
      cwd: "/",
    });
    if (code === 0) return stdout.trim();
    const words = (stdout + stderr).slice(-2_000);
    throw new Error(`${command.slice(0, 3).join(" ")} ended with ${code}: ${words}`);
  }

  /** Makes an image of this name from a small Debian and this Bun, as there is no registry to get it from. */
  async function makeBase(name: string): Promise<void> {
    const debian = join(CACHE, "debian");
    if (!existsSync(debian)) {
      const draft = `${debian}.${process.pid}`;
      await run("debootstrap", "--variant=minbase", "--no-check-gpg", "bookworm", draft);
      renameSync(draft, debian);
    }
    const container = await run("buildah", "from", "scratch");
    const copy = (from: string, to: string) => run("buildah", "copy", "--quiet", container, from, to);
    await copy(debian, "/");
    await copy(process.execPath, "/usr/local/bin/bun");
    await copy(CERTIFICATES, CERTIFICATES);
    await copy(CERTIFICATES, "/usr/local/share/ca-certificates/machine.crt"); // for when the image makes them anew
    const trust = ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"].map(
      (variable) => `--env=${variable}=${CERTIFICATES}`,
    );
    await run("buildah", "config", ...trust, container);
    await run("buildah", "commit", "--quiet", "--rm", container, name);
  }

  return {
    run,
    makeBase,
    async [Symbol.asyncDispose](): Promise<void> {
      await run("podman", "rm", "--all", "--force", "--time", "0");
      below.kill("SIGKILL");
      await below.exited;
      scratch[Symbol.dispose]();
    },
  };
}
