"""What we say about a table that cannot be used, in Chinese and in English.

Each sentence names the remedy. None ever repeats the content of a cell.
"""

from enum import StrEnum


class FileFault(StrEnum):
    """Why a whole file is refused."""

    TOO_LARGE = "too_large"
    WRONG_TYPE = "wrong_type"
    OLD_EXCEL = "old_excel"
    ENCODING = "encoding"
    QUOTES = "quotes"
    NO_HEADER = "no_header"
    MISSING_COLUMNS = "missing_columns"
    DOUBLE_COLUMNS = "double_columns"
    UNCLEAR_COLUMNS = "unclear_columns"
    NO_HEADINGS = "no_headings"
    TOO_MANY_PARTS = "too_many_parts"
    BOMB = "bomb"
    TOO_MANY_ROWS = "too_many_rows"
    EMPTY_ROWS = "empty_rows"
    SUSPICIOUS = "suspicious"
    DAMAGED = "damaged"
    MEMORY = "memory"
    TOO_SLOW = "too_slow"


class RowFault(StrEnum):
    """Why one row is refused or left for somebody to decide."""

    NUMBER_MISSING = "number_missing"
    NUMBER_WRONG = "number_wrong"
    DIGITS_LOST = "digits_lost"
    KIND_UNKNOWN = "kind_unknown"
    NAME_MISSING = "name_missing"
    NAME_WRONG = "name_wrong"
    STATUS_UNKNOWN = "status_unknown"
    DATE_WRONG = "date_wrong"
    PHONE_WRONG = "phone_wrong"
    CARD_WRONG = "card_wrong"
    TEXT_TOO_LONG = "text_too_long"
    SPREADSHEET_ERROR = "spreadsheet_error"
    DATE_WITHOUT_STATUS = "date_without_status"
    SAYS_DIED = "says_died"
    SAME_PERSON_DIFFERS = "same_person_differs"
    SAME_CARD = "same_card"
    NAME_DIFFERS = "name_differs"
    CARD_OF_ANOTHER = "card_of_another_person"
    CARD_REVOKED = "card_revoked"
    CHANGED_MEANWHILE = "changed_meanwhile"


FILE: dict[FileFault, tuple[str, str]] = {
    FileFault.TOO_LARGE: (
        "文件超过 {mib} MB，请分成几个文件导入",
        "the file is larger than {mib} MiB; split it",
    ),
    FileFault.WRONG_TYPE: (
        "文件内容与扩展名不符；请另存为 .xlsx 或 .csv",
        "the content does not match the file's extension; save it as .xlsx or .csv",
    ),
    FileFault.OLD_EXCEL: (
        "旧版 Excel（.xls）或加密文件；请去掉密码并另存为 .xlsx",
        "an old .xls or an encrypted file; remove the password, save it as .xlsx",
    ),
    FileFault.ENCODING: (
        "无法识别文字编码；请另存为“CSV UTF-8”",
        "unknown text encoding; save it as 'CSV UTF-8'",
    ),
    FileFault.QUOTES: (
        "第 {row} 行附近的引号不成对；请用表格软件重新另存",
        "quotes do not match near row {row}; save it again from a spreadsheet",
    ),
    FileFault.NO_HEADER: (
        "前 {rows} 行内没有表头；表头需要“证件号码”和“姓名”",
        "no header in the first {rows} rows; "
        "it needs document_number (证件号码) and name (姓名)",
    ),
    FileFault.MISSING_COLUMNS: (
        "缺少必需的列：{chinese}",
        "required columns are missing: {english}",
    ),
    FileFault.DOUBLE_COLUMNS: (
        "同一列出现两次：{chinese}；请选定一列",
        "a column appears twice: {english}; choose one",
    ),
    FileFault.UNCLEAR_COLUMNS: (
        "表头和下面的内容对不上：{chinese}；请确认每一列是什么",
        "headings and what stands below do not agree: {english}; "
        "say what each column is",
    ),
    FileFault.NO_HEADINGS: (
        "名单没有表头；请确认每一列是什么",
        "the list has no row of headings; say what each column is",
    ),
    FileFault.TOO_MANY_PARTS: (
        "文件内部多于 {entries} 个部分；请把数据复制到新的工作簿",
        "more than {entries} parts inside the file; copy the data to a new workbook",
    ),
    FileFault.BOMB: (
        "文件解压后超过 {mib} MB；请把数据复制到新的工作簿",
        "it unpacks to more than {mib} MiB; copy the data to a new workbook",
    ),
    FileFault.TOO_MANY_ROWS: (
        "数据多于 {rows} 行；请分成几个文件导入",
        "more than {rows} rows of data; split the file",
    ),
    FileFault.EMPTY_ROWS: (
        "表中有 {rows} 行以上的空行；请删除空行后重试",
        "more than {rows} empty rows in a row; delete them and try again",
    ),
    FileFault.SUSPICIOUS: (
        "文件含有表格软件不会写出的内容，已拒绝",
        "the file holds XML that no spreadsheet program writes; refused",
    ),
    FileFault.DAMAGED: (
        "文件已损坏，无法读取；请重新另存",
        "the file is damaged and cannot be read; save it again",
    ),
    FileFault.MEMORY: (
        "读取该文件需要的内存过多；请分成几个文件",
        "reading it needs too much memory; split the file",
    ),
    FileFault.TOO_SLOW: (
        "读取该文件用时过长，已停止；请分成几个文件",
        "reading it took too long and was stopped; split the file",
    ),
}

ROW: dict[RowFault, tuple[str, str]] = {
    RowFault.NUMBER_MISSING: ("缺少证件号码", "the document number is missing"),
    RowFault.NUMBER_WRONG: (
        "证件号码有误（位数、日期或校验码），请核对证件",
        "not a document number (length, date or check digit); compare the document",
    ),
    RowFault.DIGITS_LOST: (
        "号码被表格软件转成了数值，末几位已丢失；请把该列设为“文本”后重新填写",
        "the spreadsheet turned the number into a value and lost its last digits; "
        "format the column as text and enter it again",
    ),
    RowFault.KIND_UNKNOWN: (
        "不认识的证件类型；可用：{detail}",
        "unknown document kind; one of: {detail}",
    ),
    RowFault.NAME_MISSING: ("缺少姓名", "the name is missing"),
    RowFault.NAME_WRONG: (
        "姓名含有不可用的字符",
        "the name holds characters that no name has",
    ),
    RowFault.STATUS_UNKNOWN: (
        "不认识的健康状态；可用：{detail}",
        "unknown status; one of: {detail}",
    ),
    RowFault.DATE_WRONG: (
        "日期无法识别；请写成 2026-11-21",
        "not a date; write it as 2026-11-21",
    ),
    RowFault.PHONE_WRONG: ("电话号码有误", "not a telephone number"),
    RowFault.CARD_WRONG: ("卡号有误：{detail}", "not a card number: {detail}"),
    RowFault.TEXT_TOO_LONG: (
        "内容过长：{detail}",
        "the text is too long: {detail}",
    ),
    RowFault.SPREADSHEET_ERROR: (
        "单元格是表格公式错误：{detail}",
        "the cell holds a formula error: {detail}",
    ),
    RowFault.DATE_WITHOUT_STATUS: (
        "有效期至需要同时填写健康状态",
        "an end of validity needs a status beside it",
    ),
    RowFault.SAYS_DIED: (
        "这一行写着此人已去世；请核对。已登记的，请到“人员和卡”里办理",
        "the row says that this person died; look again. "
        "Who is registered is seen to under People and cards",
    ),
    RowFault.SAME_PERSON_DIFFERS: (
        "同一证件号码在第 {detail} 行又出现而内容不同；请只留一行",
        "the same document number stands in row {detail} with other data; keep one",
    ),
    RowFault.SAME_CARD: (
        "同一卡号在第 {detail} 行属于另一人；请更正",
        "the same card stands in row {detail} for somebody else; correct one",
    ),
    RowFault.NAME_DIFFERS: (
        "同一证件号码已登记而姓名不同；请核对证件",
        "this document number is registered under another name; compare the document",
    ),
    RowFault.CARD_OF_ANOTHER: (
        "该卡已登记在另一人名下；请核对卡片",
        "the card is registered for somebody else; compare the card",
    ),
    RowFault.CARD_REVOKED: (
        "该卡已挂失；请先在登记处恢复",
        "the card was reported lost; restore it first",
    ),
    RowFault.CHANGED_MEANWHILE: (
        "导入期间该记录被他人修改；请重新导入",
        "somebody else changed this record meanwhile; import again",
    ),
}
