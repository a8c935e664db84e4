"""Everything that later stages may ask of the fact base, in one place. Each list is read once, when first asked for."""
from __future__ import annotations

from generator.knowledge.load_catalogue import audit_elements, catalogue
from generator.knowledge.load_first_aid import first_aid_class, first_aid_need, first_aid_table
from generator.knowledge.load_law import facts_in_force, jurisdiction, law_keys
from generator.knowledge.load_regimes import regimes
from generator.knowledge.load_schemes import audit_instruments, failure_patterns, schemes, seeds_check
from generator.knowledge.load_sizing import ontario_intervals, right_sizing, toolbox_topics

__all__ = [
    "audit_elements", "audit_instruments", "catalogue", "facts_in_force", "failure_patterns", "first_aid_class",
    "first_aid_need", "first_aid_table", "jurisdiction", "law_keys", "ontario_intervals", "regimes", "right_sizing", "schemes",
    "seeds_check", "toolbox_topics",
]
