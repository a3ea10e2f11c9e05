from whosent.model.steps import completed, in_step


def steps(name, count, seen):
    for number in range(count):
        seen.append(f"{name}{number}")
        yield
    return name


def test_completed_runs_to_the_end_and_gives_the_result():
    seen = []
    assert completed(steps("a", 2, seen)) == "a"
    assert seen == ["a0", "a1"]


def test_work_without_a_pause_is_completed_as_well():
    assert completed(steps("a", 0, [])) == "a"


def test_several_go_through_each_step_together():
    seen = []
    in_step((steps(name, 2, seen) for name in "abc"), 2)
    assert seen == ["a0", "b0", "a1", "b1", "c0", "c1"]


def test_who_is_done_early_keeps_nobody_waiting():
    seen = []
    in_step([steps("a", 1, seen), steps("b", 3, seen), steps("c", 0, seen)], 9)
    assert seen == ["a0", "b0", "b1", "b2"]
