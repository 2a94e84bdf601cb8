import { describe, expect, it } from "vitest";
import { SCOPES, slackManifest } from "../../../../adapters/slack/index.ts";

const commands = [{ name: "escalate", description: "Ask a colleague", usage: "[what the customer needs]" }];
const shortcuts = [
  { name: "comment.log", label: "Log customer comment", description: "Keeps what a customer said" },
];

describe("the app manifest", () => {
  it("names every command and asks for the scopes that have a reason", () => {
    expect(slackManifest(commands, shortcuts, { socketMode: true })).toMatchObject({
      features: {
        slash_commands: [
          { command: "/escalate", description: "Ask a colleague", usage_hint: "[what the customer needs]" },
        ],
        shortcuts: [
          {
            name: "Log customer comment",
            type: "message",
            callback_id: "comment.log",
            description: "Keeps what a customer said",
          },
        ],
      },
      oauth_config: { scopes: { bot: SCOPES.map((each) => each.scope) } },
      settings: { socket_mode_enabled: true, interactivity: { is_enabled: true } },
    });
    expect(SCOPES.every((each) => each.why.length > 10)).toBe(true);
    expect(SCOPES.map((each) => each.scope)).not.toContain("chat:write.public");
  });

  it("says nothing of shortcuts where there are none", () => {
    expect(JSON.stringify(slackManifest(commands, [], { socketMode: true }))).not.toContain("shortcuts");
  });

  it("gives Slack the address in HTTP mode only", () => {
    const requestUrl = "https://bot.example.org/slack/events";
    expect(slackManifest(commands, [], { socketMode: false, requestUrl })).toMatchObject({
      features: { slash_commands: [{ url: requestUrl }] },
      settings: { interactivity: { request_url: requestUrl }, socket_mode_enabled: false },
    });
    expect(JSON.stringify(slackManifest(commands, [], { socketMode: true, requestUrl }))).not.toContain(
      "https:",
    );
  });
});
