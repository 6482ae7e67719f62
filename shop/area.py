"""What shop gives to the house."""

from datetime import datetime
from functools import partial
from operator import itemgetter

from core.db import after_commit
from core.house import Area
from core.notices import demo as notices_demo
from shop.acts import ACTS
from shop.cart import views as cart
from shop.cart.views import cookies as cart_cookies
from shop.catalog import demo as catalog_demo
from shop.catalog import desk_views as catalog_desk
from shop.catalog import jobs as catalog_jobs
from shop.catalog import views as catalog
from shop.catalog.operations.events import EVENTS as CATALOG_EVENTS
from shop.catalog.operations.reserving import Packs
from shop.catalog.operations.verified import PRODUCERS
from shop.catalog.operations.verifying import renamed
from shop.catalog.queries.invariants import INVARIANTS as CATALOG_INVARIANTS
from shop.freight import demo as freight_demo
from shop.freight import views as freight
from shop.freight.queries import INVARIANTS as FREIGHT_INVARIANTS
from shop.hands import demo as hands_demo
from shop.hands import desk_views as hardships_desk
from shop.hands import views as hands
from shop.hands.operations.events import EVENTS as HANDS_EVENTS
from shop.hands.operations.needing import NEEDS
from shop.hands.operations.personal import OwnHands
from shop.hands.queries.businesses import list_businesses
from shop.hands.queries.invariants import INVARIANTS as HANDS_INVARIANTS
from shop.orders import demo as orders_demo
from shop.orders import desk_views as orders_desk
from shop.orders import jobs as orders_jobs
from shop.orders import views as orders
from shop.orders.desk_views import figures as orders_figures
from shop.orders.operations.events import EVENTS as ORDERS_EVENTS
from shop.orders.operations.personal import OwnOrders
from shop.orders.operations.reminding import EVENTS as REMINDING_EVENTS
from shop.orders.queries.invariants import INVARIANTS as ORDERS_INVARIANTS
from shop.orders.queries.open_work import count_open_work
from shop.orders.views import operating as orders_operate
from shop.producers import demo as producers_demo
from shop.producers import desk_views as producers_desk
from shop.producers import jobs as producers_jobs
from shop.producers import views as producers
from shop.producers.operations.personal import OwnProducers
from shop.producers.queries.invariants import INVARIANTS as PRODUCERS_INVARIANTS
from shop.questions import demo as questions_demo
from shop.questions import desk_views as questions_desk
from shop.questions import views as questions
from shop.questions.operations.events import EVENTS as QUESTIONS_EVENTS
from shop.questions.operations.personal import OwnQuestions
from shop.questions.queries.invariants import INVARIANTS as QUESTIONS_INVARIANTS
from shop.reports import demo as reports_demo
from shop.reports import views as reports
from shop.reports.operations.events import EVENTS as REPORTS_EVENTS
from shop.reports.operations.personal import OwnReports
from shop.reports.queries.invariants import INVARIANTS as REPORTS_INVARIANTS
from shop.reviews import demo as reviews_demo
from shop.reviews import queries as reviews_queries
from shop.reviews import views as reviews
from shop.reviews.operations.events import EVENTS as REVIEWS_EVENTS
from shop.reviews.operations.personal import OwnReviews
from shop.storefront import views as storefront
from shop.threads import demo as threads_demo
from shop.threads import jobs as threads_jobs
from shop.threads import queries as threads_queries
from shop.threads import views as threads
from shop.threads.operations import EVENTS as THREADS_EVENTS
from shop.threads.operations.personal import OwnMessages
from shop.threads.operations.reminding import EVENTS as UNANSWERED_EVENTS

DEMOS = (
    producers_demo,
    freight_demo,
    catalog_demo,
    questions_demo,
    reports_demo,
    hands_demo,
    orders_demo,
    threads_demo,
    reviews_demo,
)


def demo(at: datetime) -> None:
    """Furnish the market inside the open `writing()`; core has made people and branches.

    What the rooms tell happens in its order of time; pictures are drawn after the commit.
    """
    steps = [step for room in DEMOS for step in room.steps(at)]
    for _moment, take in sorted(steps, key=itemgetter(0)):
        take()
    notices_demo.file_away(at)
    for room in (producers_demo, catalog_demo):
        after_commit(partial(room.hang, at))


AREA = Area(
    name="shop",
    blueprints=(
        *producers.BLUEPRINTS,
        producers_desk.bp,
        catalog.bp,
        catalog_desk.bp,
        questions.bp,
        questions_desk.bp,
        reports.bp,
        reviews.bp,
        orders_operate.bp,
        freight.bp,
        hands.bp,
        hardships_desk.bp,
        *orders.BLUEPRINTS,
        orders_desk.bp,
        orders_figures.bp,
        threads.bp,
        storefront.bp,
        cart.bp,
    ),
    menu=(
        *producers.MENU,
        *producers_desk.MENU,
        *catalog.MENU,
        *questions_desk.MENU,
        *reports.MENU,
        *reviews.MENU,
        *orders_operate.MENU,
        *freight.MENU,
        *hands.MENU,
        *hardships_desk.MENU,
        *orders.MENU,
        *orders_desk.MENU,
        *orders_figures.MENU,
        *storefront.MENU,
        *cart.MENU,
    ),
    showcase=storefront.SHOWCASE,
    searchable=storefront.SEARCHABLE,
    renamed=(renamed,),
    feed=storefront.FEED,
    events=(
        *producers_jobs.EVENTS,
        *CATALOG_EVENTS,
        *QUESTIONS_EVENTS,
        *REPORTS_EVENTS,
        *HANDS_EVENTS,
        *ORDERS_EVENTS,
        *REMINDING_EVENTS,
        *THREADS_EVENTS,
        *UNANSWERED_EVENTS,
        *REVIEWS_EVENTS,
    ),
    lines=(Packs(),),
    needs=(NEEDS,),
    businesses=(list_businesses,),
    acts={
        **ACTS,
        **hands.ACTS,
    },
    arriving=(cart_cookies.arrive,),
    sponsorable=(PRODUCERS,),
    operating=(orders_operate.operating, reports.operating),
    waiting=(producers_desk.waiting,),
    selling=(orders_desk.waiting,),
    open_work=(count_open_work,),
    personal=(
        OwnProducers(),
        OwnHands(),
        OwnQuestions(),
        OwnReports(),
        OwnOrders(),
        OwnMessages(),
        OwnReviews(),
    ),
    staying=(threads_queries.staying, reviews_queries.staying),
    reviewing=(reviews_queries.list_to_review,),
    invariants={
        **PRODUCERS_INVARIANTS,
        **FREIGHT_INVARIANTS,
        **CATALOG_INVARIANTS,
        **HANDS_INVARIANTS,
        **QUESTIONS_INVARIANTS,
        **REPORTS_INVARIANTS,
        **ORDERS_INVARIANTS,
        **threads_queries.INVARIANTS,
        **reviews_queries.INVARIANTS,
    },
    sweeps={
        **producers_jobs.SWEEPS,
        **catalog_jobs.SWEEPS,
        **orders_jobs.SWEEPS,
        **threads_jobs.SWEEPS,
    },
    demo=demo,
)
