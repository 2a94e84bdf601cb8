import { describe, expect, it } from "vitest";
import { canDraw } from "../../../src/charts/font.ts";

const has = (sign: string): boolean => canDraw(sign.codePointAt(0) ?? 0);

describe("our font", () => {
  it("has every sign that our own words use", () => {
    for (const sign of "ABCxyz0189 .,:;%£€−–…✓□!?“”’()/+éøßŁΩя") expect(has(sign), sign).toBe(true);
  });

  it("knows what it does not have", () => {
    for (const sign of "عע客あ한😀🇬🧑") expect(has(sign), sign).toBe(false);
    expect(canDraw(0xffff)).toBe(false);
    expect(canDraw(0x10ffff)).toBe(false);
  });
});
