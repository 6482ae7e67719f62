"""What the doctor still finds to do."""

from core.cli import doctor

NOT_HERE = {
    # On a folder that other tests share the disk is what it is.
    "disks have room",
    # The tests' role owns what it has made; tests/core/db shows the modest one.
    "PostgreSQL role is modest",
}


def to_do(*, production=True):
    found = doctor.examine(production=production)
    return {each.title: each.advice for each in found if not each.ok and each.title not in NOT_HERE}
