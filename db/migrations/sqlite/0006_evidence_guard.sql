CREATE TRIGGER facility_no_update BEFORE UPDATE ON facility
BEGIN
  SELECT RAISE(ABORT, 'what a database is never changes');
END;
--> statement-breakpoint
CREATE TRIGGER facility_no_delete BEFORE DELETE ON facility
BEGIN
  SELECT RAISE(ABORT, 'what a database is never changes');
END;
--> statement-breakpoint
CREATE TRIGGER journal_of_its_kind BEFORE INSERT ON journal
WHEN NEW.simulated <> (SELECT mode = 'sandbox' FROM facility)
BEGIN
  SELECT RAISE(ABORT, 'a live journal holds nothing simulated, and a sandbox nothing else');
END;
--> statement-breakpoint
CREATE TRIGGER evidence_sources_real BEFORE INSERT ON evidence_sources
WHEN NOT EXISTS (
  SELECT 1
  FROM journal
  JOIN evidence_items ON evidence_items.id = NEW.item_id AND evidence_items.learner_id = journal.actor
  JOIN facility ON journal.simulated = (facility.mode = 'sandbox')
  WHERE journal.seq = NEW.seq
)
BEGIN
  SELECT RAISE(ABORT, 'evidence rests on what the learner really did');
END;
--> statement-breakpoint
CREATE TRIGGER evidence_items_no_delete BEFORE DELETE ON evidence_items
BEGIN
  SELECT RAISE(ABORT, 'evidence is struck through, never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER evidence_claims_no_delete BEFORE DELETE ON evidence_claims
BEGIN
  SELECT RAISE(ABORT, 'evidence is struck through, never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER evidence_testimonies_no_delete BEFORE DELETE ON evidence_testimonies
BEGIN
  SELECT RAISE(ABORT, 'evidence is struck through, never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER evidence_declarations_no_delete BEFORE DELETE ON evidence_declarations
BEGIN
  SELECT RAISE(ABORT, 'evidence is struck through, never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER evidence_judgements_no_delete BEFORE DELETE ON evidence_judgements
BEGIN
  SELECT RAISE(ABORT, 'evidence is struck through, never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER evidence_sources_no_delete BEFORE DELETE ON evidence_sources
BEGIN
  SELECT RAISE(ABORT, 'evidence is struck through, never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER evidence_declarations_no_update BEFORE UPDATE ON evidence_declarations
BEGIN
  SELECT RAISE(ABORT, 'what was signed or cited stays as it was');
END;
--> statement-breakpoint
CREATE TRIGGER evidence_judgements_no_update BEFORE UPDATE ON evidence_judgements
BEGIN
  SELECT RAISE(ABORT, 'what was signed or cited stays as it was');
END;
--> statement-breakpoint
CREATE TRIGGER evidence_sources_no_update BEFORE UPDATE ON evidence_sources
BEGIN
  SELECT RAISE(ABORT, 'what was signed or cited stays as it was');
END;
