import { describe, expect, it } from "vitest";
import { fit } from "../../../../adapters/console/cut.ts";
import { plainText, say, text, userText, type ResolvedMessage } from "../../../../src/chat/message.ts";

const limits = {
  messageCharacters: 200,
  buttonsPerMessage: 2,
  choicesPerField: 100,
  fieldsPerForm: 50,
  postIntervalMs: 0,
  repeatSafeMs: 0,
};
const button = (arg: string) => ({ action: "a", arg, label: arg });

describe("cutting a message to what the console holds", () => {
  it("leaves a short message as it is", () => {
    const message: ResolvedMessage = {
      title: [text("T")],
      body: say(text("short")).body,
      buttons: [button("1")],
    };
    expect(fit(message, limits)).toEqual(message);
  });

  it("cuts a long message with a mark, and keeps its buttons", () => {
    const cut = fit({ ...say(userText("x".repeat(5_000))), buttons: [button("1")] }, limits);
    expect(plainText(cut)).toContain("cut here");
    expect(plainText({ ...cut, buttons: [] }).length).toBeLessThanOrEqual(limits.messageCharacters + 1);
    expect(cut.buttons).toHaveLength(1);
  });

  it("drops the blocks after the cut and shows no more buttons than fit", () => {
    const list = { b: "list" as const, items: [[text("y".repeat(500))], [text("last item")]] };
    const fields = { b: "fields" as const, fields: [{ label: "L", value: [text("field")] }] };
    const cut = fit({ body: [list, fields], buttons: ["1", "2", "3"].map(button) }, limits);
    expect(plainText(cut)).not.toContain("last item");
    expect(plainText(cut)).not.toContain("field");
    expect(cut.buttons).toHaveLength(2);
  });

  it("splits no character in two", () => {
    for (let length = 150; length < 220; length += 1) {
      const cut = fit(say(text("a".repeat(length) + "😀".repeat(100))), limits);
      expect(plainText(cut)).not.toMatch(/\p{Surrogate}/u);
    }
  });
});
