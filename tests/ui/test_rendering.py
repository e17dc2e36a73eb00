"""One address serves page and part, and no page ever lands inside another."""

import pytest

from samlop.ui.rendering import redirect_after_post, render_breakdown, render_page, render_problem

HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://testserver/her/"}


def test_a_page_is_whole_and_varies_by_htmx(make_request):
    response = render_page(make_request("/"), "404.html", {"message": "Borte"}, partial="problem")
    assert response.content.lower().startswith(b"<!doctype html>")
    assert "HX-Request" in response["Vary"]


def test_htmx_gets_the_named_part_alone(make_request):
    response = render_page(make_request("/", **HTMX), "404.html", {"message": "Borte"}, partial="problem")
    assert b"<html" not in response.content
    assert b"Borte" in response.content
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize("header", ["HTTP_HX_BOOSTED", "HTTP_HX_HISTORY_RESTORE_REQUEST"])
def test_boosted_links_and_history_get_the_whole_page(make_request, header):
    request = make_request("/", **HTMX, **{header: "true"})
    response = render_page(request, "404.html", {"message": ""}, partial="problem")
    assert response.content.lower().startswith(b"<!doctype html>")


def test_a_page_without_a_part_takes_the_browser_there(make_request):
    response = render_page(make_request("/inn/?next=/x/", **HTMX), "404.html", {"message": ""})
    assert response["HX-Redirect"] == "/inn/?next=/x/"


def test_a_refused_form_without_a_part_replaces_the_body(make_request):
    request = make_request("/inn/", method="post", **HTMX)
    response = render_page(request, "404.html", {"message": ""}, status=422)
    assert (response.status_code, response["HX-Retarget"]) == (422, "body")
    assert "HX-Redirect" not in response


def test_after_a_post_the_browser_is_sent_to_read(make_request):
    response = redirect_after_post(make_request("/her/", method="post"), "/der/")
    assert (response.status_code, response["Location"]) == (302, "/der/")


def test_htmx_stays_on_its_page_and_leaves_for_another(make_request):
    staying = redirect_after_post(make_request("/her/", method="post", **HTMX), "/her/?side=2")
    leaving = redirect_after_post(make_request("/her/", method="post", **HTMX), "/der/")
    assert staying.status_code == 302
    assert (leaving.status_code, leaving["HX-Redirect"]) == (200, "/der/")


@pytest.mark.parametrize("status", [400, 403, 404, 409])
def test_each_problem_has_a_page_with_a_way_on(make_request, status):
    response = render_problem(make_request("/"), status)
    page = response.content.decode()
    assert response.status_code == status
    assert page.count("<h1>") == 1
    assert "Til forsiden" in page


def test_a_problem_says_what_the_rule_says_escaped(make_request):
    page = render_problem(make_request("/"), 409, "<b>Møtet er holdt</b>").content.decode()
    assert "&lt;b&gt;Møtet er holdt&lt;/b&gt;" in page


def test_under_htmx_a_problem_leaves_the_form_alone(make_request):
    response = render_problem(make_request("/", **HTMX), 409, "Noen andre lagret")
    assert response["HX-Retarget"] == "#messages"
    assert b"<html" not in response.content


def test_our_own_failure_needs_neither_request_nor_database(make_request):
    page = render_breakdown(make_request("/"))
    part = render_breakdown(make_request("/", **HTMX))
    assert (page.status_code, part.status_code) == (500, 500)
    assert b"</html>" in page.content
    assert b"<html" not in part.content
    assert part["HX-Retarget"] == "#messages"
    assert b"<script" not in page.content
