"""What the screen says where something is edited: the dialogs, and the remarks after a key."""

from collections.abc import Mapping
from typing import NamedTuple

from coinwatch.config.watchlists import Why


class EditWords(NamedTuple):
    """Names in braces are filled in."""

    added: str
    there_already: str
    removed: str
    moved: str
    options_changed: str
    undoable: str
    """After a change."""
    undone: str
    nothing_to_undo: str
    moved_to: str
    group_added: str
    group_renamed: str
    group_removed: str
    group_holds: str
    this_run: str
    """After a change that is not saved."""
    not_changed: str
    refused: Mapping[Why, str]
    idle: Mapping[str, str]
    """Why a key does nothing, and what to do."""
    only_manual: str
    """Why a row does not move."""
    config_changed: str
    """The file was edited by somebody else."""
    now: str
    """What a key has just set."""
    add_title: str
    add_prompt: str
    add_keys: str
    close_keys: str
    """Where there is nothing to choose."""
    loading: str
    no_list: str
    nothing_found: str
    nothing_found_but: str
    """The same, and what was probably meant."""
    groups_title: str
    groups_keys: str
    groups_keys_short: str
    group_prompt: str
    options_title: str
    options_keys: str
    options_keys_short: str
    options: Mapping[str, str]
    """By the field of the display."""
    columns: str
    values: Mapping[str, str]
    """Of the options that are words."""
    second: str
    """After the number of refreshes."""


ENGLISH_EDIT = EditWords(
    added="{market} added to {group}",
    there_already="{market} is in {group} already",
    removed="{market} removed",
    moved="{market} moved",
    options_changed="an option",
    undoable="{what}; u undoes",
    undone="undone: {what}",
    nothing_to_undo="there is nothing to undo",
    moved_to="{market} moved to {group}",
    group_added="group {group} added",
    group_renamed="the group is {group} now",
    group_removed="group {group} removed",
    group_holds="{group} holds {count}: x once more removes it",
    this_run="{what} (in this run only)",
    not_changed="not changed: {reason}",
    refused={
        Why.WILDCARD: "{what} in the config brings it in, and cannot lose or move one market",
        Why.NO_GROUP: "the group {what} is not in the config any more",
        Why.TAKEN: "there is a group {what} already",
        Why.BAD_NAME: "a group needs a name of 1 to 40 characters",
        Why.ELSEWHERE: "nothing to undo: somebody else has changed it since ({what})",
    },
    idle={
        "row": "no row is selected: a adds a market, esc shows all",
        "premiums": "rows are assets here: p goes back to the markets",
        "replay": "a replay shows the lists as they were: they cannot be edited",
        "live": "this key moves in a replay: coinwatch replay FILE",
        "group": "there is no such group: g adds one",
        "nameless": "this list has no name to change: n adds a group",
        "order": "the manual order has no reverse: s sorts by a column",
        "column": "only columns are moved, further down",
    },
    only_manual="rows move in their manual order only, unfiltered: s sorts, esc shows all",
    config_changed="the config file was changed: applied",
    now="{name}: {value}",
    add_title="Add to {group}",
    add_prompt="code or name, ㅂㅌ for 비트코인",
    add_keys="enter adds   ↑↓ choose   esc closes",
    close_keys="esc closes",
    loading="{exchange}: loading the market list",
    no_list="{exchange}: no market list yet: {reason}",
    nothing_found="Nothing matches “{query}”.",
    nothing_found_but="Nothing matches “{query}”. Did you mean {meant}?",
    groups_title="Groups",
    groups_keys="enter moves {market} there   n new   r rename   x delete   esc closes",
    groups_keys_short="enter move   n new   r rename   x del",
    group_prompt="name of the group; enter keeps it, esc drops it",
    options_title="Options",
    options_keys="↑↓ choose   ←→ change   space column on, off   K J move it   esc closes",
    options_keys_short="←→ change  space on/off  K J move",
    options={
        "language": "Language",
        "colors": "Colours",
        "change": "Change since",
        "sort": "Sort",
        "sparkline_s": "Sparkline",
        "fps": "Refreshes",
    },
    columns="Columns",
    values={
        "auto": "by locale",
        "en": "English",
        "ko": "한국어",
        "western": "green up, red down",
        "korean": "red up, blue down",
        "colorblind": "blue up, orange down",
        "utc-day": "00:00 UTC on both",
        "native": "as each exchange counts",
    },
    second="{count} a second",
)

KOREAN_EDIT = EditWords(
    added="{group}에 {market} 추가",
    there_already="{market}: 이미 {group}에 있음",
    removed="{market} 삭제",
    moved="{market} 이동",
    options_changed="설정 변경",
    undoable="{what}, u로 되돌리기",
    undone="되돌림: {what}",
    nothing_to_undo="되돌릴 것이 없습니다",
    moved_to="{market}: {group}(으)로 이동",
    group_added="그룹 {group} 추가",
    group_renamed="그룹 이름: {group}",
    group_removed="그룹 {group} 삭제",
    group_holds="{group}에 {count}개: x를 한 번 더 누르면 삭제",
    this_run="{what} (이번 실행에만)",
    not_changed="변경 안 됨: {reason}",
    refused={
        Why.WILDCARD: "설정의 {what}에 속한 마켓은 하나만 빼거나 옮길 수 없습니다",
        Why.NO_GROUP: "그룹 {what}: 설정 파일에 더 이상 없음",
        Why.TAKEN: "그룹 {what}: 이미 있음",
        Why.BAD_NAME: "그룹 이름은 1~40자여야 합니다",
        Why.ELSEWHERE: "되돌릴 수 없음: 그 사이 다른 곳에서 바뀌었습니다 ({what})",
    },
    idle={
        "row": "선택된 행이 없습니다: a 추가, esc 모두 보기",
        "premiums": "여기는 자산별 행입니다: p로 마켓 목록으로",
        "replay": "재생 중에는 목록을 고칠 수 없습니다",
        "live": "재생에서 쓰는 키입니다: coinwatch replay FILE",
        "group": "그런 그룹이 없습니다: g로 추가",
        "nameless": "이 목록은 이름이 없습니다: n으로 새 그룹",
        "order": "직접 정렬은 뒤집을 수 없습니다: s로 정렬",
        "column": "열만 옮길 수 있습니다",
    },
    only_manual="직접 정렬에서 검색 없이만 옮길 수 있습니다: s 정렬, esc 모두 보기",
    config_changed="설정 파일이 바뀌어 적용했습니다",
    now="{name}: {value}",
    add_title="{group}에 추가",
    add_prompt="코드·이름·초성 (ㅂㅌ = 비트코인)",
    add_keys="enter 추가   ↑↓ 선택   esc 닫기",
    close_keys="esc 닫기",
    loading="{exchange}: 마켓 목록을 받는 중",
    no_list="{exchange}: 마켓 목록 없음: {reason}",
    nothing_found="“{query}”와 일치하는 마켓이 없습니다.",
    nothing_found_but="“{query}”와 일치하는 마켓이 없습니다. 혹시 {meant}?",
    groups_title="그룹",
    groups_keys="enter {market} 옮기기   n 새 그룹   r 이름   x 삭제   esc 닫기",
    groups_keys_short="enter 옮김  n 새로  r 이름  x 삭제",
    group_prompt="그룹 이름, enter 확인, esc 취소",
    options_title="설정",
    options_keys="↑↓ 선택   ←→ 변경   space 열 켜고 끄기   K J 열 옮기기   esc 닫기",
    options_keys_short="←→ 변경  space 켬/끔  K J 옮김",
    options={
        "language": "언어",
        "colors": "색상",
        "change": "등락 기준",
        "sort": "정렬",
        "sparkline_s": "추세선",
        "fps": "화면 갱신",
    },
    columns="열",
    values={
        "auto": "로캘에 따름",
        "en": "English",
        "ko": "한국어",
        "western": "초록 상승, 빨강 하락",
        "korean": "빨강 상승, 파랑 하락",
        "colorblind": "파랑 상승, 주황 하락",
        "utc-day": "모두 09:00 KST",
        "native": "거래소별 기준",
    },
    second="초당 {count}회",
)
