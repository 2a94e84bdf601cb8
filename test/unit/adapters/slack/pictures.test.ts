import { describe, expect, it } from "vitest";
import { Gallery } from "../../../../adapters/slack/pictures.ts";
import type { Web } from "../../../../adapters/slack/web.ts";
import { image } from "../../../../src/chat/message.ts";
import { noLog } from "../../../../src/log.ts";
import { dot } from "../../../support/png.ts";

describe("the files that are remembered at Slack", () => {
  it("are the five hundred that were last of use; another picture is uploaded again", async () => {
    let uploads = 0;
    const web: Web = {
      attempt: () => {
        uploads += 1;
        return Promise.resolve({ ok: true, answer: { files: [{ files: [{ id: `F${uploads}` }] }] } });
      },
      call: () => Promise.resolve({ ok: true, answer: { file: { mimetype: "image/png" } } }),
    };
    const gallery = new Gallery({
      web,
      log: noLog,
      signal: new AbortController().signal,
      draw: () => Promise.resolve(dot(1)),
    });
    const show = async (n: number): Promise<string | undefined> => {
      const id = `kpi:n${n}`;
      return (await gallery.atHand({ body: [image(id, "words")] })).get(id);
    };
    for (let n = 0; n < 500; n += 1) await show(n);
    expect(await show(0)).toBe("F1");
    expect(uploads).toBe(500);
    await show(500);
    expect(await show(0)).toBe("F1");
    expect(await show(1)).toBe("F502");
  });
});
