"""The practice's pictures: what the program promises about them, and what is kept in content/."""

from datetime import datetime

import pytest
from PIL import Image, ImageOps

from desk.drawings import camera
from desk.drawings.__main__ import ROOT, main, print_picture
from desk.drawings.camera import HELD, Taken
from desk.drawings.catalogue import HILL_SESSION, LONG_WAY, PICTURES, PORTRAIT, TWO_CHAIRS
from desk.drawings.chairs import easy_chair, rod
from desk.drawings.figures import STRIDE, Person, limbs, stand_on
from desk.drawings.palette import PEAT
from desk.drawings.solids import shadows
from desk.drawings.stones import lane_wall
from desk.drawings.view import View

HEAVIEST_PICTURE = 500_000
HEAVIEST_SET = 10_000_000


def test_a_picture_is_the_same_to_the_byte_when_it_is_drawn_again():
    """Whoever runs the program gets the committed pictures, so it may use no clock and no unseeded chance."""
    first, second = (print_picture(PICTURES["descent"], scale=0.1).tobytes() for _ in range(2))
    assert first == second


@pytest.mark.parametrize("name", PICTURES)
def test_every_scene_is_drawn_at_any_scale(name):
    """A scene speaks in design pixels; a small print shows the same picture."""
    width, height = PICTURES[name].size
    print_ = print_picture(PICTURES[name], scale=0.05)
    assert print_.size == (width // 20, height // 20)
    assert len(print_.getcolors(maxcolors=print_.width * print_.height)) > 100


@pytest.mark.parametrize("name", PICTURES)
def test_a_committed_picture_is_full_size_and_light(name):
    """Large enough for any screen, light enough to stay in git for ever."""
    path = ROOT / PICTURES[name].path
    assert path.stat().st_size < HEAVIEST_PICTURE
    with Image.open(path) as picture:
        upright = ImageOps.exif_transpose(picture)
        assert (picture.format, picture.mode, upright.size) == ("JPEG", "RGB", PICTURES[name].size)


@pytest.mark.parametrize("name", PICTURES)
def test_a_committed_picture_tells_what_its_table_says_and_nothing_else(name):
    """An album's photo carries what a camera writes, for the site to take out; another picture carries nothing."""
    taken = PICTURES[name].taken
    with Image.open(ROOT / PICTURES[name].path) as picture:
        assert not {"xmp", "icc_profile", "comment"} & picture.info.keys()
        assert picture.info.get("exif") == (taken and taken.exif().tobytes())


@pytest.mark.parametrize("name", [name for name, picture in PICTURES.items() if picture.taken])
def test_a_photo_was_taken_at_its_moment_and_in_open_water(name):
    """The moment is written with its offset; the hills are invented, so no one's door is at the place."""
    taken = PICTURES[name].taken
    with Image.open(ROOT / PICTURES[name].path) as picture:
        exif = picture.getexif()
    about, place = exif.get_ifd(0x8769), exif.get_ifd(0x8825)
    assert datetime.strptime(about[0x9003] + about[0x9011], "%Y:%m:%d %H:%M:%S%z") == taken.moment
    assert (exif[0x010F], exif[0x0110], about[0xA431]) == (camera.MAKE, camera.MODEL, camera.SERIAL_NUMBER)
    assert bool(place) == bool(taken.place)
    if place:
        north, west = (float(d + m / 60 + s / 3600) for d, m, s in (place[2], place[4]))
        assert (place[1], place[3]) == ("N", "W")
        assert (north, -west) == pytest.approx(taken.place, abs=1 / 360_000)
        assert 53.6 < north < 53.9 and 4.4 < west < 4.9


def test_three_albums_give_the_site_real_work():
    """Eight photos or more in each, upright ones among them, some turned by their camera, some with a place."""
    for folder in (HILL_SESSION, LONG_WAY, TWO_CHAIRS):
        album = [picture for picture in PICTURES.values() if picture.folder == folder]
        assert len(album) >= 8
        assert PORTRAIT in {picture.size for picture in album}
        assert {1} < {picture.taken.orientation for picture in album}
        assert any(picture.taken.place for picture in album)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_held_any_way_is_seen_upright(orientation):
    """Whatever the mark, a viewer that honours it undoes exactly what the camera did."""
    upright = print_picture(PICTURES["rain"], scale=0.02)
    taken = Taken(datetime.fromisoformat("2025-03-26T06:02:00+00:00"), orientation=orientation)
    stored = taken.stored(upright)
    stored.getexif()[0x0112] = orientation
    assert (stored.tobytes() == upright.tobytes()) == (orientation not in HELD)
    assert ImageOps.exif_transpose(stored).tobytes() == upright.tobytes()


def test_all_pictures_together_stay_light():
    """The budget for pictures in the repository's history is spent once."""
    assert sum((ROOT / picture.path).stat().st_size for picture in PICTURES.values()) < HEAVIEST_SET


def test_a_thing_twice_as_far_away_is_seen_half_as_large():
    """Chairs, boards and windows of one room agree only because all of them are seen from one spot."""
    view = View((2000, 1500), 1.3, 3000)
    (near, _), (far, _) = view.see((0.5, 0.0, 2.0)), view.see((0.5, 0.0, 4.0))
    assert near - 2000 == 2 * (far - 2000)


@pytest.mark.parametrize("turn", [0, 60, 90, 200])
def test_a_chair_in_the_round_stands_on_the_floor(turn):
    """However it is turned, its legs reach the floor and nothing of it goes through."""
    heights = [y for part in easy_chair((0.0, 0.0, 4.0), turn, PEAT) for face in part.faces() for _, y, _ in face]
    assert min(heights) == 0
    assert 0.9 < max(heights) < 1.1


def test_a_shadow_falls_away_from_the_light():
    """A leg's shadow begins at its foot and reaches as far as the light throws its top."""
    view = View((2000, 1500), 1.3, 3000)
    leg = rod((0.0, 0.0, 4.0), (0.0, 0.5, 4.0), 0.04)
    (shadow,) = shadows([leg], view, (1.0, 0.0))
    assert max(x for x, _ in shadow) == pytest.approx(view.see((0.52, 0.0, 3.98))[0])


@pytest.mark.parametrize("rise", [-0.5, 0.0, 0.5])
def test_a_runner_stands_on_the_ground_and_not_in_it(rise):
    """On a slope up or down, one sole touches the ground and nothing of the figure sinks into it."""
    parts = stand_on(lambda x: 500 - rise * x, Person(STRIDE), 400, 200)
    clearance = min(500 - rise * x - y for shapes in parts.values() for shape in shapes for x, y in shape)
    assert -8 < clearance < 2


def test_a_figure_is_as_tall_as_asked():
    """Heights are what puts figures in scale with gates, walls and one another."""
    points = [point for shapes in limbs(Person(STRIDE)).values() for shape in shapes for point in shape]
    top, sole = min(y for _, y in points), max(y for _, y in points)
    assert 80 < sole - top < 104


def test_what_lies_farther_off_is_smaller_and_nearer_the_horizon():
    """A floor laid out in metres looks like a floor."""
    view = View((2000, 800), 1.7, 2600)
    (near_left, near_y), (near_right, _) = view.at(-1, 3), view.at(1, 3)
    (far_left, far_y), (far_right, _) = view.at(-1, 30), view.at(1, 30)
    assert near_right - near_left == pytest.approx(10 * (far_right - far_left))
    assert 800 < far_y < near_y


def test_the_stones_of_a_lane_are_printed_from_the_far_end():
    """Where a lane bends, a near stone hides a far one and never the other way round."""
    distances = [stone.away for stone in lane_wall(View((2000, 800), 1.7, 2600), 1.5, 2, 20, 1.0, 1)]
    assert len(distances) > 100
    assert distances == sorted(distances, reverse=True)


def test_an_unknown_name_is_answered_with_the_known_ones(capsys):
    """A slip in a name draws nothing and says what there is."""
    assert main(["dwan"]) == 1
    assert "No picture is called dwan. There are: dawn, warm-up" in capsys.readouterr().err
