import { describe, expect, it } from "vitest";
import { Detector, type Remark, type Embeddings } from "../../../../src/comments/detect/index.ts";
import { hear, HOUR, MINUTE, ordinary, outage, START, Store } from "./support.ts";

const remark = (id: string, text: string, minute: number): Remark => ({
  id,
  text,
  customer: `customer ${id}`,
  at: START + minute * MINUTE,
});

/** Two matters that share a word, five comments each. */
const PARCELS = [
  remark("p1", "parcel arrived with a broken lid", 1),
  remark("p2", "parcel arrived broken, lid in pieces", 2),
  remark("p3", "lid of the parcel broken when it arrived", 3),
  remark("p4", "broken lid, parcel arrived today", 4),
];
const NETWORK = [
  remark("n1", "mobile network down in Leeds", 5),
  remark("n2", "network in Leeds down, no mobile", 6),
  remark("n3", "Leeds mobile network is down", 7),
  remark("n4", "down again, mobile network Leeds", 8),
];

const twoThemes = (): { detector: Detector; store: Store } => {
  const detector = new Detector();
  const store = new Store();
  hear(detector, [...PARCELS, ...NETWORK], store);
  return { detector, store };
};

describe("themes", () => {
  it("begin with the second comment, which brings in the first", () => {
    const detector = new Detector();
    const [first, second] = hear(detector, PARCELS);
    expect([first?.theme, first?.changes.assigned]).toEqual([undefined, []]);
    expect(second?.theme).toBe("p1");
    expect(second?.changes.assigned).toEqual([
      { comment: "p1", theme: "p1" },
      { comment: "p2", theme: "p1" },
    ]);
  });

  it("hold what is alike", () => {
    const { detector } = twoThemes();
    expect(["p1", "p2", "p3", "p4"].map((id) => detector.themeOf(id))).toEqual(Array(4).fill("p1"));
    expect(["n1", "n2", "n3", "n4"].map((id) => detector.themeOf(id))).toEqual(Array(4).fill("n1"));
  });

  it("are known by words that people use", () => {
    const { store } = twoThemes();
    const words = store.theme("p1")?.words.map(([stem, count, form]) => [stem, count, form]);
    expect(words).toEqual(
      expect.arrayContaining([
        ["arriv", 4, "arrived"],
        ["lid", 4, "lid"],
      ]),
    );
  });

  it("are found again when none of their comments is active any more", () => {
    const detector = new Detector({ recent: 50 });
    hear(detector, PARCELS);
    hear(
      detector,
      ordinary(200, START + HOUR).map((each) => ({ ...each, text: `unrelated ${each.id} ${each.id}x` })),
    );
    expect(detector.themeOf("p1")).toBeUndefined();
    expect(
      detector.add(remark("late", "the lid is broken, parcel arrived on monday like that", 9000)).theme,
    ).toBe("p1");
  });

  it("are retired, the longest unheard of first, where there are too many", () => {
    const detector = new Detector({ themes: 1 });
    const findings = hear(detector, [...PARCELS, ...NETWORK]);
    const retired = findings.flatMap(({ changes }) => changes.themes.filter((theme) => theme.retired));
    expect(retired.map(({ key }) => key)).toEqual(["p1"]);
    expect(detector.add(remark("p5", "parcel arrived, lid broken", 10)).theme).toBeUndefined();
  });
});

describe("what a person decides", () => {
  it("merges two themes, for later comments too", () => {
    const { detector } = twoThemes();
    const changes = detector.merge("n1", "p1");
    expect(changes.merged).toEqual([{ from: "n1", into: "p1" }]);
    expect(changes.themes).toMatchObject([{ key: "p1", size: 8, pinned: true }]);
    expect(detector.themeOf("n2")).toBe("p1");
    expect(detector.add(remark("n5", "mobile network down, Leeds", 20)).theme).toBe("p1");
  });

  it("splits a theme, and the two stay apart", () => {
    const { detector, store } = twoThemes();
    store.write(detector.merge("n1", "p1"));
    const changes = detector.split(
      "p1",
      NETWORK.map(({ id }) => store.comment(id)),
      "split 1",
    );
    expect(changes.assigned).toEqual(NETWORK.map(({ id }) => ({ comment: id, theme: "split 1" })));
    expect(changes.themes).toMatchObject([
      { key: "p1", size: 4, apart: ["split 1"], pinned: true },
      { key: "split 1", size: 4, apart: ["p1"], pinned: true },
    ]);
    expect(detector.add(remark("n5", "mobile network down, Leeds", 20)).theme).toBe("split 1");
    expect(detector.add(remark("p5", "parcel arrived, lid broken", 21)).theme).toBe("p1");
  });

  it("keeps apart even what is word for word the same", () => {
    const store = new Store();
    const detector = new Detector();
    const same = Array.from({ length: 40 }, (_, at) => remark(`s${at}`, "mobile network down in Leeds", at));
    hear(detector, same.slice(0, 10), store);
    store.write(
      detector.split(
        "s0",
        same.slice(0, 5).map(({ id }) => store.comment(id)),
        "split",
      ),
    );
    const later = hear(detector, same.slice(10), store);
    expect(later.flatMap(({ changes }) => changes.merged)).toEqual([]);
    expect(later.every(({ theme }) => theme === "s0" || theme === "split")).toBe(true);
  });

  it("is refused where it makes no sense", () => {
    const { detector } = twoThemes();
    expect(() => detector.merge("p1", "p1")).toThrow("into itself");
    expect(() => detector.merge("p1", "nothing")).toThrow("no theme at hand: nothing");
    expect(() => detector.split("p1", [], "x")).toThrow("cannot split 0 of 4");
    expect(() => detector.split("p1", [{ id: "p1", text: "", arrival: 1 }], "n1")).toThrow("taken: n1");
  });

  it("holds for alerts", () => {
    const detector = new Detector({ learnComments: 0, learnMs: 0 });
    hear(detector, ordinary(100));
    const key = hear(detector, outage(8, START + 20 * HOUR)).at(-1)?.burst?.theme ?? "";
    const other =
      hear(
        detector,
        PARCELS.map((each) => ({ ...each, at: START + 21 * HOUR })),
      ).at(-1)?.theme ?? "";
    expect(detector.merge(key, other).alerts.map(({ theme }) => theme)).toEqual([other]);
  });
});

describe("a forgotten comment", () => {
  it("is compared with no more, and its words are gone from its theme and alerts", () => {
    const { detector, store } = twoThemes();
    const secret = remark("x", "mobile network down in Leeds for Wilhelmina", 10);
    hear(detector, [secret], store);
    expect(JSON.stringify(store.state())).toContain("wilhelmina");
    store.write(detector.forget(store.comment("x")));
    store.forget("x");
    expect(JSON.stringify(store.state()).toLowerCase()).not.toContain("wilhelmina");
    expect(store.theme("n1")?.size).toBe(4);
    expect(detector.similarTo("Wilhelmina")).toEqual([]);
    expect(detector.themeOf("x")).toBeUndefined();
  });

  it("takes its way of writing a word along, unless others write so too", () => {
    const detector = new Detector();
    const store = new Store();
    hear(detector, [remark("a", "cards blocked", 1), remark("b", "card blocked", 2)], store);
    store.write(detector.forget(store.comment("a")));
    expect(store.theme("a")?.words.map(([, , form]) => form)).not.toContain("cards");
  });

  it("is forgotten in a theme that is not at hand any more", () => {
    const { detector, store } = twoThemes();
    const record = store.theme("p1");
    const changes = new Detector().forget(store.comment("p1"), record);
    expect(changes.themes).toMatchObject([{ key: "p1", size: 3, retired: true }]);
    expect(detector.size).toBe(8);
  });

  it("makes the last one's theme go", () => {
    const { detector, store } = twoThemes();
    const last = PARCELS.map(({ id }) => detector.forget(store.comment(id))).at(-1);
    expect(last?.themes).toMatchObject([{ key: "p1", size: 0, words: [], retired: true }]);
  });
});

describe("embeddings", () => {
  it("bring together what shares no word", async () => {
    const detector = new Detector();
    /** A provider that knows two ways of saying that the telephone is dead. */
    const provider: Embeddings = {
      of: (text) => Promise.resolve(Float32Array.of(0.1, text.includes("mute") ? 0.8 : 0.9, 0.2)),
    };
    const vector = await provider.of("cannot ring anybody");
    detector.add({ ...remark("a", "cannot ring anybody", 1), vector });
    const plain = detector.add(remark("b", "telephone silent", 2));
    const { similar } = detector.add({
      ...remark("c", "telephone mute", 3),
      vector: await provider.of("telephone mute"),
    });
    expect(plain.similar).toEqual([]);
    expect(similar.map(({ id }) => id)).toContain("a");
  });
});
