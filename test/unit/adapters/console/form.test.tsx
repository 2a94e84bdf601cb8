import { html } from "hono/html";
import { describe, expect, it } from "vitest";
import { Files } from "../../../../adapters/console/files.ts";
import { OpenForms } from "../../../../adapters/console/forms.ts";
import { everythingTyped, receive } from "../../../../adapters/console/values.ts";
import { FieldRow } from "../../../../adapters/console/view/field.tsx";
import { timesIn } from "../../../../adapters/console/time.ts";
import type { Field, Form } from "../../../../src/chat/form.ts";
import { handClock } from "../../../support/console/harness.ts";
import { refundForm } from "../../../support/console/stub.ts";

const times = timesIn("Europe/London", () => 0);
const render = async (field: Field, value = "", error?: string): Promise<string> => {
  const row = <FieldRow field={field} value={value} error={error} shown times={times} />;
  return (await html`${row}`).toString();
};

const choices = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ value: `v${at}`, label: `Choice ${at}` }));
const base = { id: "f", label: "Label", required: true };

const data = (fields: Record<string, string | File>): FormData => {
  const made = new FormData();
  for (const [name, value] of Object.entries(fields)) made.append(name, value);
  return made;
};

describe("a field of a form", () => {
  it("ties its hint and its error to the control", async () => {
    const shown = await render({ ...base, type: "text", maxLength: 20, hint: "A hint" }, "x", "Too short");
    expect(shown).toContain('aria-describedby="field-f-error field-f-hint"');
    expect(shown).toContain('aria-invalid="true"');
    expect(shown).toMatch(/id="field-f-error"[^]*Too short/);
    expect(shown).toContain('<label for="field-f">');
  });

  it("offers few needed choices as radio buttons, others in a list that can be left empty", async () => {
    expect(await render({ ...base, type: "choice", choices: choices(5) }, "v1")).toMatch(
      /type="radio"[^>]*value="v1" checked/,
    );
    expect(await render({ ...base, type: "choice", choices: choices(6) })).toContain("<select");
    const optional = await render({ ...base, required: false, type: "choice", choices: choices(2) });
    expect(optional).toContain('<option value="">None</option>');
  });

  it("shows money with its currency, and an instant as local wall time", async () => {
    const money = await render({ ...base, type: "money", currency: "GBP" }, "80");
    expect(money).toContain("GBP");
    expect(money).toContain('inputmode="decimal"');
    const at = String(Date.UTC(2026, 5, 15, 9, 5));
    expect(await render({ ...base, type: "dateTime" }, at)).toContain('value="2026-06-15T10:05"');
    expect(await render({ ...base, type: "dateTime" }, "2026-06-15T10:05")).toContain(
      'value="2026-06-15T10:05"',
    );
  });

  it("escapes whatever it shows", async () => {
    const evil = `"><script>alert(1)</script>`;
    for (const type of ["text", "longText"] as const)
      expect(
        await render({ ...base, label: evil, hint: evil, type, maxLength: 99 }, evil, evil),
      ).not.toContain("<script>");
    const one = { value: evil, label: evil, hint: evil };
    expect(await render({ ...base, type: "choice", choices: [one] })).not.toContain("<script>");
    expect(await render({ ...base, type: "member", choices: [one] })).not.toContain("<script>");
  });
});

describe("what a browser sends for a form", () => {
  it("drops hidden fields and fields that the form does not have", async () => {
    const sent = data({ kind: "advice", customer: "C-1", amount: "80", need: "x", other: "y", __form: "z" });
    const { values } = await receive(new Files(), refundForm("f"), sent, "ana");
    expect(values).toEqual({ kind: "advice", customer: "C-1", need: "x" });
  });

  it("joins several choices by line breaks and sends lines as the core counts them", async () => {
    const form: Form = {
      ...refundForm("f"),
      fields: [
        { ...base, id: "many", type: "multiChoice", choices: choices(3) },
        { ...base, id: "long", type: "longText", maxLength: 99 },
      ],
    };
    const sent = data({ long: "one\r\ntwo" });
    sent.append("many", "v0");
    sent.append("many", "v2");
    expect((await receive(new Files(), form, sent, "ana")).values).toEqual({
      many: "v0\nv2",
      long: "one\ntwo",
    });
  });

  it("keeps a file under an id, and refuses one that is too large", async () => {
    const files = new Files();
    const file = new File([new Uint8Array([1, 2, 3])], "a.bin");
    const { values } = await receive(files, refundForm("f"), data({ kind: "advice", proof: file }), "ana");
    expect(files.read(values["proof"] ?? "", 10)).toEqual(new Uint8Array([1, 2, 3]));
    const large = new File([new Uint8Array(1_000_001)], "b.bin");
    const { errors } = await receive(files, refundForm("f"), data({ kind: "advice", proof: large }), "ana");
    expect(errors["proof"]).toContain("976 KB");
  });

  it("can show back everything that was typed into a form that it no longer knows", () => {
    const typed = everythingTyped(data({ __form: "f", __event: "e", customer_need: "x", empty: "" }));
    expect(typed).toEqual([{ label: "customer need", value: "x" }]);
  });
});

describe("opened forms", () => {
  it("are found by the person they were opened for, for a quarter of an hour", () => {
    const clock = handClock();
    const forms = new OpenForms(clock);
    forms.open("ana", refundForm("f1"), "escalations", undefined);
    expect(forms.find("ben", "f1")).toBeUndefined();
    clock.move(15 * 60_000 - 1);
    expect(forms.find("ana", "f1")).toBeDefined();
    clock.move(1);
    expect(forms.find("ana", "f1")).toBeUndefined();
  });

  it("are kept twenty to a person, the newest", () => {
    const forms = new OpenForms(handClock());
    for (let count = 0; count <= 20; count += 1)
      forms.open("ana", refundForm(`f${count}`), "escalations", undefined);
    expect(forms.find("ana", "f0")).toBeUndefined();
    expect(forms.find("ana", "f1")).toBeDefined();
  });
});

describe("kept files", () => {
  it("are pictures by how they begin, not by their name", () => {
    const files = new Files();
    const put = (id: string, bytes: number[]) =>
      files.put({ id, name: "page.png", alt: "", bytes: new Uint8Array(bytes), place: "a" });
    expect(put("1", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]).isImage).toBe(true);
    expect(put("2", [...Buffer.from("<script>")]).isImage).toBe(false);
    expect(files.get("2")?.contentType).toBe("application/octet-stream");
  });

  it("are bounded in all, the oldest dropped first", () => {
    const files = new Files();
    for (let count = 0; count <= 300; count += 1)
      files.put({ id: `f${count}`, name: "n", alt: "", bytes: new Uint8Array(1), place: "a" });
    expect(files.get("f0")).toBeUndefined();
    expect(files.get("f300")).toBeDefined();
    expect(() => files.read("f0", 10)).toThrow("not kept");
    expect(() => files.read("f300", 0)).toThrow("too large");
  });
});
