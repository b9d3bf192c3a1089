"""Pages of the public face that are read."""

from django.urls import path

from disclosure.views import public, public_data, public_search

urlpatterns = [
    path("", public.home, name="home"),
    path("search/", public_search.search, name="search"),
    path("powers/", public.powers, name="powers"),
    path("powers/<code:code>/", public.power, name="power"),
    path("topics/<str:topic>/", public.topic, name="topic"),
    path("items/<code:code>/", public.item, name="item"),
    path("answers/", public.answers, name="answers"),
    path("catalogue/", public.catalogue, name="catalogue"),
    path("feed.atom", public_data.feed, name="feed"),
    path("feed/<str:topic>.atom", public_data.feed, name="topic_feed"),
    path("data/", public_data.data, name="data"),
    path("data/<str:name>.<str:format>", public_data.data_file, name="data_file"),
    path("sitemap.xml", public_data.sitemap, name="sitemap"),
]
