"""Rules that the reader applies to files, units, sheets, headers, cells and rows.

They have no check here: `returns` raises them by id. Their words may use `{label}` (the field),
`{raw}` (the cell's own text, masked where personal) and the facts that the reader adds.
"""

from schemas.findings import Severity
from schemas.rule import reading_rule

ERROR, QUERY, NOTE = Severity.ERROR, Severity.QUERY, Severity.NOTE

reading_rule(
    "FIL-001", ERROR, "不是工作簿",
    "文件内容不是 Excel 工作簿（看起来是{kind}），请用 Excel 或 WPS 打开报表，另存为 .xlsx 后重新报送",
    "the content is not a workbook",
)  # fmt: skip
reading_rule(
    "FIL-002", ERROR, "文件已加密",
    "文件设有打开密码，无法读取，请取消密码后重新报送",
    "the workbook is encrypted",
)  # fmt: skip
reading_rule(
    "FIL-003", ERROR, "文件已损坏",
    "文件已损坏或没有传完整，请重新保存一份后报送",
    "the workbook is damaged or truncated",
)  # fmt: skip
reading_rule(
    "FIL-004", ERROR, "文件过大",
    "文件过大：超过 50 MB，或工作表中很远的位置有内容，或含有大量数据。请把数据填到{template}中再报送",
    "the workbook is larger than any return can be",
)  # fmt: skip
reading_rule(
    "FIL-005", ERROR, "读取超时",
    "读取这份文件时超时或内存不足，请把数据填到{template}中再报送",
    "reading ran out of time or memory",
)  # fmt: skip
reading_rule(
    "FIL-006", ERROR, "空文件",
    "文件大小为 0，请重新保存后报送",
    "the file is empty",
)  # fmt: skip
reading_rule(
    "FIL-007", ERROR, "文件含有不允许的内容",
    "文件含有不允许的外部内容，请用 Excel 或 WPS 重新另存为 .xlsx 后报送",
    "a part of the workbook has a DOCTYPE",
)  # fmt: skip
reading_rule(
    "FIL-008", ERROR, "文件格式不支持",
    "文件是{kind}格式，请用 Excel 或 WPS 另存为 .xlsx 后重新报送",
    "a spreadsheet format that is not read",
)  # fmt: skip
reading_rule(
    "FIL-009", ERROR, "工作簿中没有报表",
    "工作簿中没有找到任何一张应填的表，请用{template}填报",
    "no form was found in the workbook",
)  # fmt: skip

reading_rule(
    "FIL-011", NOTE, "先后报来两份",
    "您校先后报来两份，先收到的“{raw}”里也有{titles}，以后收到的这一份为准，先前的一份留存备查；如果弄反了，请把正确的一份再报一次，并按收到的问题清单说明改回",
    "an earlier file of the same night holds the same forms; this later one counts",
)  # fmt: skip
reading_rule(
    "FIL-012", NOTE, "有宏或外部链接",
    "文件中有{what}，各表按文件保存时的数值读取，请核对这些数值是否最新",
    "macros and links to other workbooks are never run or followed",
)  # fmt: skip
reading_rule(
    "FIL-013", ERROR, "文件打不开",
    "这份文件两次都没有打开，无法读取。文件正开着的，请先关闭；再用 Excel 或 WPS 打开，另存为 .xlsx 后重新报送",
    "the file could not be opened or read in two runs",
)  # fmt: skip
reading_rule(
    "FIL-014", NOTE, "问题太多，没有全部列出",
    "问题太多，这里只列出 {shown} 处，另有 {more} 处没有列出。往往是同一个原因造成的，请先改正已列出的，再报送一次",
    "more findings than are listed: only the first thousand of a file are kept",
)  # fmt: skip
reading_rule(
    "FIL-015", QUERY, "与已被更正的报表相同",
    "{titles}与 {earlier} 报来、{corrected} 已更正的完全相同，没有采用，仍以更正后的为准。"
    "误发的，请在“说明”栏写“误发”；确要改回的，请在“说明”栏写“改回：”和原因，保存后报回",
    "the same content was received and corrected since: it is held back until a person says 改回",
)  # fmt: skip
reading_rule(
    "FIL-016", NOTE, "附件，不取数",
    "这是{kind}，{kept}，不用于取数；请另报 Excel 电子表（已报的不必重报）",
    "a scan, a picture or a document: it can hold no table, and says nothing of a return",
)  # fmt: skip
reading_rule(
    "FIL-017", NOTE, "打不开的压缩包",
    "这是{kind}，没有打开，{kept}，不用于取数；请解压后直接报送里面的 Excel 表（压缩包请用 .zip，不要设密码）",
    "an archive that is not opened: it says nothing of a return",
)  # fmt: skip
reading_rule(
    "EXP-001", NOTE, "说明没有对应的问题",
    "这条说明对应的问题已不存在，或表中的数值已改变，不必再说明；仍有疑问的，会在新的问题清单中列出",
    "an explanation of a query that is not, or no longer, raised",
)  # fmt: skip

reading_rule(
    "FIL-010", ERROR, "文字编码无法确定",
    "文件中的文字编码无法确定，读出来可能是乱码，请用 Excel 或 WPS 打开，确认文字正常后另存为 .xlsx 重新报送",
    "the encoding of the text is in doubt",
)  # fmt: skip

reading_rule(
    "UNT-001", ERROR, "单位不在名册中",
    "填报单位“{raw}”不在单位名册中{places}，请核对单位名称和单位代码",
    "the reporting unit is not in the register",
)  # fmt: skip
reading_rule(
    "UNT-002", ERROR, "一份文件有多个填报单位",
    "同一份文件中出现了多个填报单位：{raw}，请分开报送；由中心校统一报送的，请在封面填写中心校的名称和代码，并请区局在单位名册中登记这些学校的所属中心校",
    "the sheets name different units",
)  # fmt: skip
reading_rule(
    "UNT-003", QUERY, "文件名与填报单位不一致",
    "文件名或文件夹中的单位与表内填报单位“{raw}”不一致，请确认没有发错文件",
    "the file name or its folder names another unit",
)  # fmt: skip
reading_rule(
    "UNT-004", QUERY, "单位代码与单位名称不一致",
    "单位名称“{raw}”不在单位名册中，已按单位代码登记，请核对",
    "the unit name is in no register; the code was used",
)  # fmt: skip
reading_rule(
    "UNT-005", ERROR, "单位名称对应多个单位",
    "填报单位“{raw}”对应多个单位：{units}，请填写单位全称和单位代码",
    "the name belongs to several units; none was chosen",
)  # fmt: skip
reading_rule(
    "UNT-006", ERROR, "不在报送单位的代报范围",
    "“{raw}”的数据没有采用{places}：按单位名册，该校不在{sender}的代报范围，请由该校或它的所属中心校报送；如名册有误，请与区局联系",
    "the sender is not the central school of this unit; its part was not used",
)  # fmt: skip
reading_rule(
    "UNT-007", NOTE, "代报的结果",
    "代报的{raw}：{outcome}",
    "what became of a unit's part in the file of its central school",
)  # fmt: skip
reading_rule(
    "UNT-008", ERROR, "单位代码和单位名称是两个单位的",
    "单位名称填了“{raw}”，单位代码却是{coded}的，没有采用，请改正其中一项后重新报送",
    "unit code and unit name belong to two units of the register; neither was chosen",
)  # fmt: skip
reading_rule(
    "COL-001", ERROR, "填报任务不符",
    "表中填报任务为“{raw}”，本次应为“{expected}”，请改用{template}填报",
    "the return belongs to another collection",
)  # fmt: skip
reading_rule(
    "EDN-001", ERROR, "表样版本不符",
    "表样版本为“{raw}”，本次应为“{expected}”，请改用{template}填报",
    "the return was filled in on another edition",
)  # fmt: skip

reading_rule(
    "SHT-001", ERROR, "缺少应报的表",
    "封面目录列有《{title}》，但工作簿中没有这张表，请补报，可用{template}填写",
    "a form listed on the cover has no sheet",
)  # fmt: skip
reading_rule(
    "SHT-002", QUERY, "无法识别的工作表",
    "工作表“{raw}”不是应填的表，没有读取；如含有应报数据，请填入对应的表",
    "an unknown sheet was not read",
)  # fmt: skip
reading_rule(
    "SHT-003", ERROR, "同一张表出现两次",
    "《{title}》在工作簿中出现了两次，请只保留一张",
    "the same form stands on two sheets",
)  # fmt: skip
reading_rule(
    "SHT-004", QUERY, "不应填报的表",
    "本单位不需要填报《{title}》，这张表没有采用；如名册有误，请与区局联系",
    "the unit does not owe this form; it was not used",
)  # fmt: skip

reading_rule(
    "SHT-005", NOTE, "隐藏的内容也已读取",
    "隐藏的内容（{lines}）也已读取，请核对是否应报",
    "hidden rows, columns or a hidden sheet were read",
)  # fmt: skip

reading_rule(
    "SHT-006", ERROR, "空白表",
    "文件中的各表都没有填写，没有采用，请填写后重新报送：{titles}",
    "a template in which nothing was filled in",
)  # fmt: skip
reading_rule(
    "SHT-007", NOTE, "未填的表以先前报的为准",
    "{titles}在这份文件中没有填写，没有采用；先前报的继续有效",
    "forms that are blank here and in force from an earlier file, which they leave as it is",
)  # fmt: skip

reading_rule(
    "HDR-001", QUERY, "无法识别的栏目",
    "栏目“{label}”不在表样中，没有读取；如是应报内容，请按模板的栏目名称填写",
    "an unknown column or line was not read",
)  # fmt: skip
reading_rule(
    "HDR-002", ERROR, "缺少栏目",
    "找不到栏目“{label}”，请用{template}填报，不要删改栏目",
    "a column or line of the form is missing",
)  # fmt: skip
reading_rule(
    "HDR-003", ERROR, "栏目重复",
    "栏目“{label}”出现了两次，请只保留一个",
    "a column or line stands twice",
)  # fmt: skip
reading_rule(
    "HDR-004", ERROR, "找不到表头",
    "找不到表头，请用{template}填报，不要删改标题行",
    "no header was found",
)  # fmt: skip

reading_rule(
    "HDR-005", ERROR, "计量单位不符",
    "计量单位写的是“{stated}”，这里应按“{expected}”填报，请换算后填写，并改正计量单位",
    "the sheet states another unit of measure; nothing is rescaled",
)  # fmt: skip

reading_rule(
    "HDR-006", QUERY, "计量单位与表样不同",
    "{label}的计量单位写的是“{stated}”，这里应按“{expected}”填报；就是按“{expected}”统计的，请把计量单位改回“{expected}”，"
    "不是的，请换算后填写",
    "the sheet states a unit of measure that may not be the one asked for",
)  # fmt: skip

reading_rule(
    "VAL-001", ERROR, "数字栏填了文字",
    "{label}填了“{raw}”，这里只能填数字，请改为数字",
    "text in a number",
)  # fmt: skip
reading_rule(
    "VAL-002", ERROR, "人数、件数有小数",
    "{label}填了 {raw}，应为整数，请改为实际数",
    "a fraction of a person or thing",
)  # fmt: skip
reading_rule(
    "VAL-003", ERROR, "负数",
    "{label}填了 {raw}，{noun}不能为负，请改为实际{noun}",
    "a negative number",
)  # fmt: skip
reading_rule(
    "VAL-004", ERROR, "应填未填",
    "{label}没有填写，{remedy}",
    "a blank where an answer is due",
)  # fmt: skip
reading_rule(
    "VAL-005", ERROR, "不在选项中",
    "{label}填了“{raw}”，不在选项中，请从下列选项中选择：{options}",
    "not a term of the code list",
)  # fmt: skip
reading_rule(
    "VAL-006", ERROR, "日期无法识别",
    "{label}填了“{raw}”，不是完整的日期，请按“{example}”的格式填写",
    "not a full date",
)  # fmt: skip
reading_rule(
    "VAL-007", ERROR, "公式出错",
    "{label}显示为 {raw}，是公式出错，请改正公式或直接填写数值",
    "an error value such as #REF!",
)  # fmt: skip
reading_rule(
    "VAL-008", ERROR, "公式未计算",
    "{label}是公式但没有计算结果，请用 Excel 或 WPS 打开并保存后再报送，或直接填写结果",
    "a formula without a stored value",
)  # fmt: skip
reading_rule(
    "VAL-009", ERROR, "应填“是”或“否”",
    "{label}填了“{raw}”，请填“是”或“否”",
    "neither yes nor no",
)  # fmt: skip
reading_rule(
    "VAL-010", ERROR, "小数位数过多",
    "{label}填了 {raw}，最多保留两位小数，请核对",
    "more than two decimals",
)  # fmt: skip
reading_rule(
    "VAL-011", ERROR, "长号码按数字存放",
    "{label}按数字存放，末几位已经丢失，请把单元格设为文本格式后重新录入",
    "a long number stored as a number has lost digits",
)  # fmt: skip
reading_rule(
    "VAL-012", ERROR, "数字栏填了“无”一类的符号",
    "{label}填了“{raw}”，{remedy}",
    "a sign for nothing where 0 is meant or a number is due",
)  # fmt: skip
reading_rule(
    "VAL-013", ERROR, "数字过大",
    "{label}填了 {raw}，数字过大，请核对",
    "a number larger than any district can report",
)  # fmt: skip

reading_rule(
    "VAL-014", ERROR, "没有填具体内容",
    "{label}填了“{raw}”，没有填具体内容，请填写{actual}；暂时查不清的，请查清后再报",
    "the answer is put off or said to stand elsewhere",
)  # fmt: skip
reading_rule(
    "VAL-015", QUERY, "可能是日期的编号",
    "{label}填了 {raw}，正好是 {day} 这一天在 Excel 中的编号，可能是输入“{typed}”时被自动改成了日期；"
    "填错的请改正，确为实际数的请说明",
    "a count equals the serial number of a day about the collection's year",
)  # fmt: skip
reading_rule(
    "VAL-016", NOTE, "按规范写法读取",
    "{count} 个单元格按规范写法读取：{lines}；与原意不符的请改正",
    "cells were read after full-width digits, separators, signs and the like were normalised",
)  # fmt: skip
reading_rule(
    "VAL-017", ERROR, "数字后面带了单位",
    "{label}填了“{raw}”，这里只能填数字，不要带单位，请{advice}",
    "a number with its unit written behind it",
)  # fmt: skip
reading_rule(
    "VAL-018", ERROR, "填了约数",
    "{label}填了“{raw}”，填的是约数，请填准确数",
    "a rough number, such as 约300 or 5万多, where an exact one is due",
)  # fmt: skip
reading_rule(
    "VAL-019", ERROR, "日期只有年月",
    "{label}填了“{raw}”，{month}，没有写日，请按“{example}”的格式填写完整的日期",
    "a year and a month written as a decimal, 2020.1, which may have been 2020.10",
)  # fmt: skip

reading_rule(
    "VAL-020", NOTE, "单元格有批注",
    "{lines}有批注，已留存，不作数据；需要报送的内容请填在单元格里",
    "comments on cells are kept with the file and never read as data",
)  # fmt: skip

reading_rule(
    "FMT-001", QUERY, "数字显示为百分比",
    "{label}的单元格是百分比格式，显示为 {raw}，存的数是 {read}，已按 {read} 读取；"
    "请把单元格格式改为“常规”后核对；确为 {read} 的，请说明",
    "a count, an amount or an area in a cell that shows per cent",
)  # fmt: skip
reading_rule(
    "ROW-001", ERROR, "重复行",
    "“{raw}”与第 {first_row} 行重复，请合并或删除其中一行",
    "the same key stands in two rows",
)  # fmt: skip
reading_rule(
    "ROW-002", ERROR, "未填",
    "《{title}》没有填写，请填写后补报{remedy}",
    "a form in which nothing was filled in, or a table without rows and without 无",
)  # fmt: skip
reading_rule(
    "ROW-003", NOTE, "示例行未删除",
    "第 {lines} 行是示例，已忽略，没有计入{altered}",
    "the example row was left in",
)  # fmt: skip
reading_rule(
    "ROW-004", ERROR, "“上年数”行被移动",
    "这一行标为“上年数”，没有读取；如是本年数据，请在序号栏改填序号",
    "a row marked as last year's stands among this year's",
)  # fmt: skip
reading_rule(
    "ROW-005", NOTE, "重复的表头",
    "第 {lines} 行是重复的表头，已忽略",
    "the header printed again was left out",
)  # fmt: skip
reading_rule(
    "TOT-001", ERROR, "合计与分项不符",
    "{label}合计填了 {raw}，各行相加为 {expected}，请核对",
    "a total row differs from its parts",
)  # fmt: skip
reading_rule(
    "VAL-021", QUERY, "与上年相差约一万倍",
    "{label}填了 {raw} 元，上年为 {before} 元，{change}约一万倍，可能把元和万元弄混了；"
    "填错的请改正，确实如此的请说明",
    "ten thousand times last year's amount, or a ten-thousandth: yuan and 10,000 yuan mixed up",
)  # fmt: skip

reading_rule(
    "VAL-022", ERROR, "划去或上下标的数字",
    "{label}填了“{raw}”，其中有的字被划去或设成了上标、下标，看不出以哪个为准，请清除格式后只填写实际的内容",
    "characters of one cell differ in strike-through or in being raised: 2 struck out beside 3, or 2 and a footnote",
)  # fmt: skip
reading_rule(
    "VAL-023", ERROR, "答案被划去",
    "{label}填了“{raw}”，但整格加了删除线，没有采用；作数的请取消删除线，不作数的请改填实际的内容",
    "the whole of an answer is struck out",
)  # fmt: skip
reading_rule(
    "VAL-024", NOTE, "文字中有划去的部分",
    "{lines}的文字有的加了删除线或设成了上标、下标，已照原文全部读取；不作数的文字请删去",
    "words are struck out or raised; they are read with the rest",
)  # fmt: skip
reading_rule(
    "VAL-025", ERROR, "只显示“####”",
    "{label}只有“{raw}”：另存时列太窄，原来的内容没有存下来，请加宽该列后重新另存，或直接报送 .xlsx",
    "a column too narrow when the table was saved as text: nothing is left of the value",
)  # fmt: skip
reading_rule(
    "VAL-026", ERROR, "数字按日期或时间存放",
    "{label}的单元格是日期或时间格式，显示成了“{raw}”，请先把单元格格式改为“常规”，再填数字",
    "a number in a cell that shows a day or a time",
)  # fmt: skip
reading_rule(
    "VAL-027", ERROR, "没有这一天",
    "{label}填了“{raw}”，没有这一天，请改正",
    "a date that no calendar has: 30 February",
)  # fmt: skip
reading_rule(
    "VAL-028", ERROR, "单元格里是图片",
    "{label}的单元格里是图片，不能读取，请改填文字或数字；图片可另附",
    "a picture within a cell, as WPS and Excel place them",
)  # fmt: skip
reading_rule(
    "ROW-006", QUERY, "整行被划去",
    "第 {lines} 行整行加了删除线，仍按有效的数据读取；不作数的请删除这一行，作数的请说明",
    "whole rows are struck out; they are read like any other",
)  # fmt: skip
reading_rule(
    "STD-001", NOTE, "标准不在施行期内，有关校验没有进行",
    "{document}在 {day} 不在施行期内，以下校验没有进行：{rules}。"
    "如已有新标准，请联系系统维护人员补录，补录后自动重新校验",
    "a standard is not in force on the stock date, so that the rules that judge by it are not judged",
    basis="各项标准的施行日期",
)  # fmt: skip
reading_rule(
    "RAT-008", QUERY, "比率的分子、分母与各单位报表计算的不一致",
    "{rate_name}{label}填了 {stated}，按已采用的报表和台账计算为 {computed}，请与有关台账逐条核对："
    "本表填错的请改正，台账有误的请更正台账；口径不同的，请说明",
    "{rate_name}: {stated} is stated, the returns give {computed}",
    basis="比率核对表用于核对各单位报表和台账的计算结果",
)  # fmt: skip
reading_rule(
    "RAT-009", NOTE, "未报齐，暂不核对",
    "{rate_name}暂不核对：{awaited}，报齐后自动核对，无需处理",
    "{rate_name} is not checked yet: what it rests on is not complete",
    basis="比率核对表用于核对各单位报表和台账的计算结果",
)  # fmt: skip
