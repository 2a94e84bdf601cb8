/**
 * Named places where a test may kill the process to prove that nothing is lost
 * (one before and after each commit and each send). Does nothing unless armed.
 */
let armed: { readonly name: string; remaining: number } | undefined;

/** Arms `name` or `name@n` (the n-th time it is reached); `undefined` disarms. */
export function armFailpoint(setting: string | undefined): void {
  if (!setting) {
    armed = undefined;
    return;
  }
  const [name = "", count = "1"] = setting.split("@");
  armed = { name, remaining: Number(count) };
}

/** Dies here, as by power loss, if this point is armed and its turn has come. */
export function failpoint(name: string): void {
  if (armed?.name !== name) return;
  armed.remaining -= 1;
  if (armed.remaining === 0) process.kill(process.pid, "SIGKILL");
}
