from concurrent.futures import ThreadPoolExecutor

from desktop.documents import apercu, pdf
from tests import specimens


def test_each_page_becomes_an_image_of_the_width_asked() -> None:
    images = apercu.pages(pdf.rendre(specimens.tous()["sans-decision-long"]), 620)

    assert len(images) == 2
    for image in images:
        assert image.largeur == 620
        assert abs(image.hauteur - 877) <= 1
        assert len(image.octets) == image.pas * image.hauteur
        assert len(set(image.octets)) > 10  # something is drawn
        assert image.png().startswith(b"\x89PNG")


def test_the_accent_colour_comes_out_in_the_right_order() -> None:
    page = apercu.pages(pdf.rendre(specimens.cer()), 1240)[0]
    pixels = {page.octets[place : place + 3] for place in range(0, len(page.octets) - 3, 3)}
    assert bytes.fromhex("1F5C7A") in pixels


def test_previews_asked_by_several_threads_at_once_all_come_out() -> None:
    octets = pdf.rendre(specimens.cer())
    with ThreadPoolExecutor(4) as pool:
        images = list(pool.map(lambda _: apercu.pages(octets, 300)[0].octets, range(12)))
    assert len(set(images)) == 1
