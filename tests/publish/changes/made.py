"""Plans and changes made by hand: a decided company with a few documents, and causes as `causes.py` words them."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.compose.model import Clause, Composed, Document
from generator.intake.company import ActivityAnswer, Company, EquipmentAnswer, Person
from generator.knowledge.base import gather
from generator.program.decide import decide
from generator.program.model import Reason
from generator.publish.changes.model import Cause, Change
from generator.publish.plan import Plan
from tests.program.companies import ON, company

ANSWER = Cause("answer", "the answer equipment.forklift was added")
LAW = Cause("law", "the law fact AB:noise.limit_dba changed")
EDIT = Cause("edit", "an edit made in Word was taken over")
WORDING = Cause("wording", "the library's wording changed")
NAME = Cause("answer", "the answer company.legal_name changed")
FORMS = {"form-swp_acknowledgement": ("F-11", "Safe work practice sign-off"),
         "form-toolbox_talk_record": ("F-25", "Toolbox talk record"), "form-training_record": ("F-29", "Training record")}


def answer(path: str, what: str = "changed") -> Cause:
    return Cause("answer", f"the answer {path} {what}")


def shop(code: str = "AB", workers: int = 3, **more: object) -> Company:
    """Ana owns it and looks after safety; Lee and Sam weld, Lee drives the forklift."""
    base = company(code, workers, ("welding_shop", "forklift_operations"), ("welding_arc", "forklift"))
    return replace(base, people=(Person("Lee Tran", "worker"), Person("Sam Okafor", "worker")),
                   activities=(ActivityAnswer("welding_shop", workers=2, who=("Lee Tran", "Sam Okafor")),
                               ActivityAnswer("forklift_operations", workers=2, who=("Ana Roy", "Lee Tran"))),
                   equipment=(EquipmentAnswer("welding_arc", used_for=("welding_shop",)),
                              EquipmentAnswer("forklift", used_for=("forklift_operations",))), **more)  # type: ignore[arg-type]


def plan_of(one: Company, documents: Sequence[Document] = ()) -> Plan:
    """The company decided, with these documents and the forms that carry signatures."""
    knowledge = gather(one.jurisdictions, ON)
    forms = [Document(id_, title, "form", "", (), (), code=code) for id_, (code, title) in FORMS.items()]
    return Plan(decide(one, knowledge, ON), Composed((*documents, *forms), (), (), (), (), ()), knowledge, ())


def document(id_: str, title: str, kind: str, refs: Sequence[str] = (), code: str | None = None,
             clauses: Sequence[str] = ()) -> Document:
    """A document whose clauses these answers brought in."""
    reasons = tuple(Reason("answer", ref, ref) for ref in refs)
    held = tuple(Clause(clause, id_, title, "words", reasons) for clause in clauses or (id_,))
    return Document(id_, title, kind, "words", held, reasons, code=code)


FORKLIFT = document("practice-forklift", "Forklift", "practice", ("equipment.forklift",), "P-15")
WELDING = document("practice-welding_arc", "Arc welding", "practice", ("equipment.welding_arc",), "P-62")


def change(kind: str = "practice", clause: str = "practice-forklift", title: str = "Forklift",
           causes: Sequence[Cause] = (ANSWER,), before: str = "Look at the tires.",
           after: str = "Look at the tires and the chains.", *, document: str = "", document_title: str = "",
           number: str = "", code: str = "P-15", author: str = "", whole: bool = False) -> Change:
    return Change(clause, document or clause, document_title or title, kind, title, before, after, tuple(causes), number, code,
                  author, whole)


def section(clause: str, title: str, number: str, causes: Sequence[Cause] = (ANSWER,), before: str = "One.",
            after: str = "Two words.", author: str = "") -> Change:
    """A section of the manual."""
    return change("manual", clause, title, causes, before, after, document="manual",
                  document_title="Health and Safety Manual", number=number, code="", author=author)


CAME, WENT = answer("people.Gail Fox", "was added"), answer("people.Lee Tran", "was taken out")
