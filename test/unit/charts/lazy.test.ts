import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");

describe("the libraries that draw", () => {
  it("are loaded by the first picture, and not by the start of the program", () => {
    const eager = ["src", "adapters", "db"].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => /\.tsx?$/.test(file))
        .filter((file) =>
          /^import (?!type\b)[^;]*from "(?:echarts|zrender|@resvg)[^"]*";/m.test(
            readFileSync(join(ROOT, folder, file), "utf8"),
          ),
        ),
    );
    expect(eager).toEqual([]);
  });
});
