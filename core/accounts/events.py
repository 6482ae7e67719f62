"""What people are told about their account."""

from core.house import Event
from core.words import _l

KIND = "账号"  # a key like every word for people

EVENTS = (
    Event(
        name="accounts.password_set",
        kind=KIND,
        title=_l("您的密码改过了"),
        text=_l(
            "%(when)s，您的账号设了新密码，其他设备都已退出。"
            "不是您本人？请马上到支部办公室或打运营方电话。"
        ),
        urgent=True,
        must=True,
    ),
    Event(
        name="accounts.address_changed",
        kind=KIND,
        title=_l("登录用的号码或邮箱改过了"),
        text=_l(
            "%(when)s，您的账号改用 %(address)s 登录。"
            "不是您本人？请马上到支部办公室或打运营方电话。"
        ),
        urgent=True,
        must=True,
    ),
    Event(
        name="accounts.code_printed",
        kind=KIND,
        title=_l("工作人员给您开了验证码"),
        text=_l(
            "%(when)s，%(officer)s 见到您本人后开了一张验证码条子，24 小时内可以设新密码。"
            "没有这回事？请马上打运营方电话。"
        ),
        urgent=True,
        must=True,
    ),
    Event(
        name="accounts.number_lost",
        kind=KIND,
        title=_l("您没有确认过的手机号归了别人"),
        text=_l(
            "%(when)s，有人证明了 %(address)s 是自己的号码，您的账号不能再用它登录。"
            "号码是您的？请带上手机到支部办公室当面确认。"
        ),
    ),
    Event(
        name="accounts.number_tried",
        kind=KIND,
        title=_l("有人用您的号码注册"),
        text=_l(
            "%(when)s，有人用您的号码再注册一次，什么也没有改变。"
            "忘了密码，可以在登录页点“忘记密码”。"
        ),
    ),
    Event(
        name="accounts.second_factor_on",
        kind=KIND,
        title=_l("登录要第二步验证了"),
        text=_l(
            "%(when)s，您的账号打开了第二步验证，其他设备都已退出。"
            "不是您本人？请马上到支部办公室或打运营方电话。"
        ),
        urgent=True,
        must=True,
    ),
    Event(
        name="accounts.second_factor_off",
        kind=KIND,
        title=_l("登录不用第二步验证了"),
        text=_l(
            "%(when)s，您的账号关掉了第二步验证，其他设备都已退出。"
            "不是您本人？请马上改密码，再打运营方电话。"
        ),
        urgent=True,
        must=True,
    ),
    Event(
        name="accounts.second_factor_taken_off",
        kind=KIND,
        title=_l("运营方关掉了您的第二步验证"),
        text=_l(
            "%(when)s，运营方在服务器上关掉了您账号的第二步验证，所有设备都已退出。"
            "不是您要的？请马上改密码，再打运营方电话。"
        ),
        urgent=True,
        must=True,
    ),
    Event(
        name="accounts.second_factor_tried",
        kind=KIND,
        title=_l("有人知道您的密码，没有验证码"),
        text=_l(
            "%(when)s，有人用您的密码登录，第二步的验证码错了五次，没有进来。"
            "不是您本人？请马上改密码。"
        ),
        urgent=True,
        must=True,
    ),
    Event(
        name="accounts.backup_codes_made",
        kind=KIND,
        title=_l("备用码换了新的"),
        text=_l(
            "%(when)s，您的账号换了十个新的备用码，旧的都不能用了。"
            "不是您本人？请马上改密码，再打运营方电话。"
        ),
        urgent=True,
        must=True,
    ),
    Event(
        name="accounts.backup_code_used",
        kind=KIND,
        title=_l("用掉了一个备用码"),
        text=_l(
            "%(when)s，有人用备用码通过了您账号的第二步验证，还剩 %(left)s 个。"
            "不是您本人？请马上改密码，再打运营方电话。"
        ),
        urgent=True,
        must=True,
    ),
)
