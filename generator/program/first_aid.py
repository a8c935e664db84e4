"""First aid by site: class of work, distance to hospital, workers on the shift, and what the table then asks."""
from __future__ import annotations

from generator.intake.company import Company
from generator.knowledge.base import Knowledge
from generator.program.duties import workers_in
from generator.program.model import SiteFirstAid, ToConfirm


def assess_first_aid(company: Company, knowledge: Knowledge) -> tuple[tuple[SiteFirstAid, ...], tuple[ToConfirm, ...]]:
    """The table row of each site that people work at. A row that was not read in full is to confirm, never law."""
    activities = tuple(row.id for row in company.activities)
    sites, confirm = [], []
    for site in company.sites:
        code = "CA" if company.federally_regulated else site.jurisdiction
        if site.minutes_to_hospital is None or code not in knowledge.jurisdictions:
            sites.append(SiteFirstAid(site.name, None))
            continue
        on_shift = site.workers_per_shift or workers_in(company, code)
        need = knowledge.first_aid_need(code, knowledge.first_aid_class(code, activities),
                                        site.minutes_to_hospital, on_shift)
        usable = need if need and need.use != "stand_in" else None
        sites.append(SiteFirstAid(site.name, usable))
        if usable is None or usable.use == "confirm":
            confirm.append(ToConfirm(
                f"first_aid.{site.name}", f"First aiders and kit for {site.name}",
                "Check this site against the first aid table in force before you rely on the numbers."))
    return tuple(sites), tuple(confirm)
