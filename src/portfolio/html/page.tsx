import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { html } from "hono/html";
import type { FC } from "hono/jsx";
import { packageRoot } from "../../package-root.ts";
import type { Block, Book, Cell, Grid, Section } from "../book/index.ts";

const Linked: FC<{ cell: Cell }> = ({ cell }) =>
  cell.to === undefined ? <>{cell.text}</> : <a href={`#${cell.to}`}>{cell.text}</a>;

const Struck: FC<{ cell: Cell; struck: boolean }> = ({ cell, struck }) =>
  struck ? (
    <s>
      <Linked cell={cell} />
    </s>
  ) : (
    <Linked cell={cell} />
  );

const Table: FC<{ block: Extract<Block, { kind: "table" }> }> = ({ block }) => (
  <table>
    <caption>{block.caption}</caption>
    <thead>
      <tr>
        {block.columns.map(({ title }) => (
          <th scope="col">{title}</th>
        ))}
      </tr>
    </thead>
    <tbody>
      {block.rows.map(({ cells, struck }) => (
        <tr class={struck ? "struck" : undefined}>
          {cells.map((cell, n) =>
            n === 0 ? (
              <th scope="row">
                <Struck cell={cell} struck={struck} />
              </th>
            ) : (
              <td dir="auto">
                <Struck cell={cell} struck={struck} />
              </td>
            ),
          )}
        </tr>
      ))}
    </tbody>
  </table>
);

const Form: FC<{ grid: Grid }> = ({ grid }) => (
  <table class="form">
    <caption>{grid.caption}</caption>
    <thead>
      <tr>
        <th scope="col" rowspan={2}>
          Ref
        </th>
        <th scope="col" rowspan={2}>
          Description of Evidence
        </th>
        {grid.spans.map(({ title, columns }) => (
          <th scope="colgroup" colspan={columns}>
            {title}
          </th>
        ))}
      </tr>
      <tr>
        {grid.columns.map(({ ref, label, title }) => (
          <th scope="col" abbr={`${ref} ${title}`} title={`${ref} ${title}`}>
            {label}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {grid.rows.map(({ ref, description, marks, struck }) => (
        <tr class={struck ? "struck" : undefined}>
          <th scope="row">
            <Struck cell={{ text: ref, to: ref }} struck={struck} />
          </th>
          <td dir="auto">
            <Struck cell={{ text: description }} struck={struck} />
          </td>
          {marks.map((mark) => (
            <td class="mark">{mark}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);

const Signatures: FC<{ block: Extract<Block, { kind: "signatures" }> }> = ({ block }) => (
  <dl class="signatures">
    {block.signatures.map(({ label, name, date }) => (
      <div>
        <dt>{label}</dt>
        {name !== undefined && (
          <dd class="line" dir="auto">
            {name ?? <span class="free">not signed</span>}
          </dd>
        )}
        <dd class="line">{date === null ? <span class="free">no date</span> : date}</dd>
      </div>
    ))}
  </dl>
);

const Part: FC<{ block: Block }> = ({ block }) => {
  switch (block.kind) {
    case "heading": {
      const words = block.struck === true ? <s>{block.text}</s> : block.text;
      return block.level === 2 ? (
        <h3 id={block.id} dir="auto">
          {words}
        </h3>
      ) : (
        <h4 id={block.id} dir="auto">
          {words}
        </h4>
      );
    }
    case "say":
      return <p>{block.text}</p>;
    case "note":
      return (
        <p class="note">
          <strong>{block.text}</strong>
        </p>
      );
    case "quote":
      return (
        <figure>
          <figcaption>{block.label}</figcaption>
          <blockquote>
            {block.paragraphs.map((paragraph) => (
              <p dir="auto">{paragraph}</p>
            ))}
          </blockquote>
        </figure>
      );
    case "facts":
      return (
        <dl>
          {block.facts.map(({ label, text }) => (
            <div>
              <dt>{label}</dt>
              <dd dir="auto">{text}</dd>
            </div>
          ))}
        </dl>
      );
    case "list":
      return (
        <ul>
          {block.entries.map((entry) => (
            <li dir="auto">{entry}</li>
          ))}
        </ul>
      );
    case "table":
      return <Table block={block} />;
    case "grid":
      return <Form grid={block} />;
    case "signatures":
      return <Signatures block={block} />;
  }
};

const Chapter: FC<{ section: Section; specimen: string | null }> = ({ section, specimen }) => (
  <section id={section.id} class={section.wide ? "wide" : undefined} aria-labelledby={`${section.id}-title`}>
    {specimen !== null && <p class="specimen">{specimen}</p>}
    <h2 id={`${section.id}-title`}>{section.title}</h2>
    {section.blocks.map((block) => (
      <Part block={block} />
    ))}
  </section>
);

const Front: FC<{ book: Book }> = ({ book }) => (
  <header>
    <h1 dir="auto">{book.title}</h1>
    <p dir="auto">{book.cover.position}</p>
    <p dir="auto">{book.cover.centre}</p>
    <dl>
      {book.cover.units.map(({ title, people, standing }) => (
        <div>
          <dt dir="auto">{title}</dt>
          <dd>
            <p dir="auto">{people}</p>
            <p dir="auto">{standing}</p>
          </dd>
        </div>
      ))}
    </dl>
    <p>{book.cover.made}</p>
    <p>{book.cover.head}</p>
  </header>
);

const Page: FC<{ book: Book; css: string; policy: string }> = ({ book, css, policy }) => (
  <html lang="en-GB">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content={policy} />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="referrer" content="no-referrer" />
      <title>{`${book.specimen === null ? "" : "SPECIMEN: "}${book.title}`}</title>
      {/* Our own file, and never a person's words. */}
      <style dangerouslySetInnerHTML={{ __html: css }} />
    </head>
    <body>
      <a class="skip" href="#main">
        Skip to the portfolio
      </a>
      {book.specimen !== null && <p class="specimen">{book.specimen}</p>}
      <Front book={book} />
      <nav aria-label="Contents">
        <h2>Contents</h2>
        <ol>
          {book.sections.map(({ id, title }) => (
            <li>
              <a href={`#${id}`}>{title}</a>
            </li>
          ))}
        </ol>
      </nav>
      <main id="main" tabindex={-1}>
        {book.sections.map((section) => (
          <Chapter section={section} specimen={book.specimen} />
        ))}
      </main>
    </body>
  </html>
);

/**
 * A book as one HTML file that needs nothing else: no script, no picture, no font, nothing from a network.
 * The policy allows exactly our own style sheet, so that even what slipped through could not act.
 */
export async function htmlOf(book: Book): Promise<string> {
  const css = readFileSync(join(packageRoot(), "src", "portfolio", "html", "style.css"), "utf8");
  const digest = createHash("sha256").update(css, "utf8").digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
  const page = <Page book={book} css={css} policy={policy} />;
  return (
    await html`<!doctype html>
      ${page} `
  ).toString();
}
