"""What was done, in words: for reading history, and for looking something up in it."""

from collections.abc import Mapping

from core.words import _l

DEEDS: Mapping[str, str] = {
    "enter": _l("登记了村民"),
    "register": _l("注册了账号"),
    "rename": _l("改了姓名"),
    "change_password": _l("改了密码"),
    "reset_password": _l("重设了密码"),
    "take_over": _l("接过了自己的账号"),
    "become_admin": _l("成为网站管理员"),
    "print_code": _l("开了验证码条子"),
    "confirm_phone_face_to_face": _l("当面确认了手机号"),
    "confirm_address": _l("确认了手机号或邮箱"),
    "lose_number": _l("号码归了别人"),
    "forget_mail": _l("去掉了邮箱"),
    "end_session": _l("退出了一台设备"),
    "end_other_sessions": _l("退出了其他设备"),
    "end_sessions": _l("退出了所有设备"),
    "export_data": _l("下载了自己的资料"),
    "close_account": _l("注销了账号"),
    "disable": _l("停用了账号"),
    "enable": _l("恢复了账号"),
    "look_up": _l("查了账号"),
    "open_phone": _l("看了完整手机号"),
    "grant_clerk": _l("指定了运营人员"),
    "end_clerk": _l("收回了运营人员"),
    "grant_admin": _l("指定了管理员"),
    "end_admin": _l("收回了管理员"),
    "settle": _l("登记了住处"),
    "leave_village": _l("从村里移出"),
    "found_branch": _l("建了支部"),
    "edit_branch": _l("改了支部资料"),
    "move_branch": _l("移动了支部"),
    "close_branch": _l("撤销了支部"),
    "move_requests": _l("转走了等着办的事"),
    "add_unit": _l("添了村或合作社"),
    "edit_unit": _l("改了村或合作社"),
    "remove_unit": _l("去掉了村或合作社"),
    "appoint": _l("任命了职务"),
    "stand_in": _l("安排了代理"),
    "extend_term": _l("改了任期"),
    "end_term": _l("结束了任期"),
    "hand_over": _l("办了交接"),
    "hand_over_bulletins": _l("交接了通知"),
    "ask_membership": _l("请支部确认党员身份"),
    "confirm_member": _l("确认了党员"),
    "refuse_member": _l("没有确认党员"),
    "take_back_asking": _l("撤回了党员申请"),
    "end_membership": _l("结束了党员身份"),
    "check_in": _l("上传了花名册"),
    "apply": _l("开始导入花名册"),
    "drop": _l("取消了导入"),
    "finish": _l("导入完了花名册"),
    "post": _l("贴了通知"),
    "edit": _l("改了通知"),
    "take_down": _l("取下了通知"),
    "set": _l("改了运营方资料"),
    "publish": _l("发布了规则或政策"),
    "test_mail": _l("寄了测试邮件"),
    "retry": _l("让消息再试一次"),
}


def in_words(action: str) -> str:
    """Say what was done; an action that nobody has put into words stays as it is."""
    return str(DEEDS.get(action, action))


def action_of(text: str) -> str:
    """Return the action that these words of ours stand for, or the text itself."""
    return next((action for action, words in DEEDS.items() if str(words) == text), text)
