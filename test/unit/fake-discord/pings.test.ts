import { describe, expect, it } from "vitest";
import { mentionsSchema, type AllowedMentions } from "../../support/fake-discord/shapes.ts";
import { notified, type Notice } from "../../support/fake-discord/pings.ts";

const notice = (content: string, allowed?: Partial<AllowedMentions>, more: Partial<Notice> = {}): Notice => ({
  content,
  allowed: allowed && mentionsSchema.parse(allowed),
  canSee: (user) => user !== "404",
  isRole: (role) => role === "5",
  mayCallAll: true,
  ...more,
});
const TEXT = "@everyone <@1> <@!2> <@1> <@404> <@&5> <@&6>";

describe("who is notified of a message", () => {
  it("is everybody who is mentioned, if nothing is said about it", () => {
    expect(notified(notice(TEXT))).toEqual(["everyone", "1", "2", "role:5"]);
    expect(notified(notice("@here"))).toEqual(["everyone"]);
  });

  it("is nobody with an empty list, also for an answer", () => {
    expect(notified(notice(TEXT, { parse: [] }, { repliedTo: "3" }))).toEqual([]);
    expect(notified(notice(TEXT, {}))).toEqual([]);
  });

  it("is whom the lists let through, if the text mentions them", () => {
    expect(notified(notice(TEXT, { parse: ["users"] }))).toEqual(["1", "2"]);
    expect(notified(notice(TEXT, { parse: [], users: ["2", "9"] }))).toEqual(["2"]);
    expect(notified(notice(TEXT, { parse: ["everyone"], roles: ["5", "6"] }))).toEqual([
      "everyone",
      "role:5",
    ]);
  });

  it("is the author of the message that is answered", () => {
    expect(notified(notice("x", undefined, { repliedTo: "3" }))).toEqual(["3"]);
    expect(notified(notice("x", { parse: [], replied_user: true }, { repliedTo: "3" }))).toEqual(["3"]);
  });

  it("is not everybody, if the author may not call them", () => {
    expect(notified(notice("@everyone", undefined, { mayCallAll: false }))).toEqual([]);
  });

  it("does not depend on backslashes", () => {
    expect(notified(notice("\\@everyone `<@1>`"))).toEqual(["everyone", "1"]);
  });
});
