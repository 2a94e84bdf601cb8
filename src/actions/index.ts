export type {
  ActionSubject,
  ActionSummary,
  Counted,
  Day,
  SubjectFigures,
  SubjectSummary,
  Subjects,
} from "./subject.ts";
