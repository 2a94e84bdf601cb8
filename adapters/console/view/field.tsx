import type { FC } from "hono/jsx";
import type { Choice, Field } from "../../../src/chat/form.ts";
import type { Times } from "../time.ts";
import { inWords } from "../values.ts";

interface Props {
  readonly field: Field;
  readonly value: string;
  readonly error: string | undefined;
  readonly shown: boolean;
  readonly times: Times;
}

/** A few needed choices are quicker to read than to open. */
const AS_RADIOS = 5;

const idOf = (field: Field): string => `field-${field.id}`;

/** What every control says about itself, whatever it is. */
const about = ({ field, error }: Props) => {
  const id = idOf(field);
  const described = [
    error !== undefined && `${id}-error`,
    field.type === "money" && `${id}-currency`,
    hintOf(field) !== undefined && `${id}-hint`,
  ].filter(Boolean);
  return {
    "aria-invalid": error === undefined ? undefined : ("true" as const),
    "aria-describedby": described.length > 0 ? described.join(" ") : undefined,
  };
};

function hintOf(field: Field): string | undefined {
  const limit = field.type === "file" ? `At most ${inWords(field.maxBytes)}.` : "";
  return [field.hint, limit].filter((part) => part !== undefined && part !== "").join(" ") || undefined;
}

const RequiredMark: FC<{ field: Field }> = ({ field }) =>
  field.required ? (
    <span class="required" aria-hidden="true">
      {" "}
      *
    </span>
  ) : (
    <></>
  );

const Notes: FC<Props> = ({ field, error }) => {
  const hint = hintOf(field);
  return (
    <>
      {hint !== undefined && (
        <p class="hint" id={`${idOf(field)}-hint`}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p class="error" id={`${idOf(field)}-error`}>
          <span aria-hidden="true">!</span> {error}
        </p>
      )}
    </>
  );
};

const Options: FC<{ field: Field; choices: readonly Choice[]; value: string }> = ({
  field,
  choices,
  value,
}) => (
  <>
    {(!field.required || value === "") && <option value="">{field.required ? "Choose…" : "None"}</option>}
    {choices.map((choice) => (
      <option value={choice.value} selected={choice.value === value}>
        {choice.label}
        {choice.hint !== undefined && ` (${choice.hint})`}
      </option>
    ))}
  </>
);

const Ticks: FC<{ props: Props; choices: readonly Choice[]; type: "radio" | "checkbox" }> = (ticks) => {
  const { props, choices, type } = ticks;
  const chosen = new Set(props.value.split("\n"));
  return (
    <fieldset
      class="ticks"
      role={type === "radio" ? "radiogroup" : undefined}
      aria-required={required(props)}
      {...about(props)}
    >
      <legend>
        {props.field.label}
        <RequiredMark field={props.field} />
      </legend>
      <Notes {...props} />
      {choices.map((choice) => (
        <label class="tick">
          <input type={type} name={props.field.id} value={choice.value} checked={chosen.has(choice.value)} />
          <span>
            {choice.label}
            {choice.hint !== undefined && <small>{choice.hint}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
};

const required = ({ field }: Props) => (field.required ? ("true" as const) : undefined);

/** The control of a field that has one; groups of radios and checkboxes are {@link Ticks}. */
const Control: FC<Props> = (props) => {
  const { field, value, times } = props;
  const common = { id: idOf(field), name: field.id, "aria-required": required(props), ...about(props) };
  switch (field.type) {
    case "longText":
      return (
        <textarea {...common} rows={3} maxlength={field.maxLength}>
          {value}
        </textarea>
      );
    case "choice":
    case "multiChoice":
    case "member":
      return (
        <select {...common}>
          <Options field={field} choices={field.choices} value={value} />
        </select>
      );
    case "money":
      return (
        <span class="money">
          <span id={`${common.id}-currency`}>{field.currency}</span>
          <input {...common} type="text" inputmode="decimal" autocomplete="off" value={value} />
        </span>
      );
    case "number":
      return <input {...common} type="number" min={field.min} max={field.max} step={1} value={value} />;
    case "date":
      return <input {...common} type="date" value={value} />;
    case "dateTime":
      return (
        <input
          {...common}
          type="datetime-local"
          value={/^\d{11,}$/.test(value) ? times.wall(Number(value)) : value}
        />
      );
    case "file":
      return <input {...common} type="file" />;
    default:
      return <input {...common} type="text" autocomplete="off" maxlength={field.maxLength} value={value} />;
  }
};

/** One field with its label, hint and error. The script shows and hides it by `data-when`. */
export const FieldRow: FC<Props> = (props) => {
  const { field } = props;
  const when = field.showWhen && {
    "data-when": field.showWhen.field,
    "data-one-of": JSON.stringify(field.showWhen.oneOf),
  };
  const ticks =
    field.type === "multiChoice"
      ? "checkbox"
      : field.type === "choice" && field.required && field.choices.length <= AS_RADIOS && "radio";
  return (
    <div class="field" id={`${idOf(field)}-row`} hidden={!props.shown} {...when}>
      {ticks && "choices" in field ? (
        <Ticks props={props} choices={field.choices} type={ticks} />
      ) : (
        <>
          <label for={idOf(field)}>
            {field.label}
            <RequiredMark field={field} />
          </label>
          <Control {...props} />
          <Notes {...props} />
        </>
      )}
    </div>
  );
};
