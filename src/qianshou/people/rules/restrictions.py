"""What the handling of a file may be restricted to (PIPL article 44), and what goes on all the same. Pure.

The list is short: purposes that rest on consent, or that nobody's life hangs on. What the law obliges the office to do, and what protects a life, is
lawful without consent (article 13, first paragraph, items 3 and 4; article 44 itself leaves room for what laws provide), so it cannot be restricted here.
"""

PHOTOS = "photos"  # pictures on pages, in the booklet, in reports of activities: the consent of that name
FAMILY = "family_page"  # the page for the family: the consent of that name
TALENTS = "talents"  # being found, invited, brought together with somebody: the consent of that name
CALLS = "callbacks"  # being rung up about a carer for her appraisal
PASSING_ON = "passing_on"  # lists and files with her name that leave the office, FHIR included
PURPOSES = (PHOTOS, FAMILY, TALENTS, CALLS, PASSING_ON)
