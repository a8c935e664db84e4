-- Word: styles of templates/theme/house.docx, tables and content controls as OOXML around what pandoc writes.
local common = ...
local List = pandoc.List
local W = {ids = 0}
local INK, RULE, TINT = '1C2B39', 'B9C2CA', 'EDF1F4'

local function xml(text)
  return (text:gsub('[&<>"]', {['&'] = '&amp;', ['<'] = '&lt;', ['>'] = '&gt;', ['"'] = '&quot;'}))
end
local function raw(text) return pandoc.RawBlock('openxml', text) end
local function rawi(text) return pandoc.RawInline('openxml', text) end
local function twips(mm) return math.floor(mm * 1440 / 25.4 + 0.5) end
local function next_id() W.ids = W.ids + 1; return 100000 + W.ids end
function W.reset() W.ids = 0 end

local function styled(style, blocks)
  return pandoc.Div(blocks, pandoc.Attr('', {}, {['custom-style'] = style}))
end
local function character(style, inlines)
  return pandoc.Span(inlines, pandoc.Attr('', {}, {['custom-style'] = style}))
end
local function para(style, inlines) return styled(style, {pandoc.Para(inlines)}) end
local tab = rawi('<w:r><w:tab/></w:r>')
local function empty(style, more) return raw('<w:p><w:pPr><w:pStyle w:val="' .. style .. '"/>' .. (more or '') .. '</w:pPr></w:p>') end
local gap = empty('TableGap')

-- Inlines
local function bound(inlines)  -- no line break inside
  return List(inlines):map(function(el)
    if el.t == 'Space' or el.t == 'SoftBreak' then return pandoc.Str('\u{a0}') end
    return el
  end)
end
local risk_styles = {low = 'Risk Low', medium = 'Risk Medium', high = 'Risk High'}
function W.is_risk(el) return el.t == 'Span' and (el.attributes['custom-style'] or ''):match('^Risk ') ~= nil end
function W.risk(level, inlines)
  return List{character(risk_styles[level], List{pandoc.Str('\u{a0}')} .. bound(inlines) .. List{pandoc.Str('\u{a0}')})}
end
local inline_styles = {confirm = 'To Confirm', missing = 'Missing', muted = 'Muted', code = 'Strong'}
local function chip(inlines)
  return List{character('Chip', List{pandoc.Str('\u{a0}')} .. bound(inlines) .. List{pandoc.Str('\u{a0}')})}
end
function W.inline(class, inlines)
  if class == 'chip' then return chip(inlines) end
  if class == 'nobreak' then return bound(inlines) end
  return List{character(inline_styles[class], inlines)}
end

local function control(kind, name, style)
  local choice = ''  -- rich text: LibreOffice draws the rule of a blank only there
  if kind == 'date' then
    choice = '<w:date><w:dateFormat w:val="d MMMM yyyy"/><w:lid w:val="en-CA"/><w:storeMappedDataAs w:val="date"/>'
      .. '<w:calendar w:val="gregorian"/></w:date>'
  elseif kind == 'checkbox' then
    choice = '<w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w14:checked w14:val="0"/>'
      .. '<w14:checkedState w14:val="2611" w14:font="Source Sans Pro"/>'
      .. '<w14:uncheckedState w14:val="2610" w14:font="Source Sans Pro"/></w14:checkbox>'
  end
  local alias = name ~= '' and '<w:alias w:val="' .. xml(name:sub(1, 60)) .. '"/>' or ''
  return '<w:sdt><w:sdtPr>' .. (style and '<w:rPr><w:rStyle w:val="' .. style .. '"/></w:rPr>' or '') .. alias .. '<w:id w:val="' .. next_id() .. '"/>' .. choice .. '</w:sdtPr><w:sdtContent>'
end
local function blank_run(width)
  local count = math.max(4, math.floor(width / 0.72))
  return '<w:r><w:rPr><w:rStyle w:val="Blank"/></w:rPr><w:t xml:space="preserve">' .. ('\u{a0}'):rep(count) .. '</w:t></w:r>'
end
local tick_run = '<w:r><w:rPr><w:rStyle w:val="Tick"/></w:rPr><w:t>☐</w:t></w:r>'
local close_control = '</w:sdtContent></w:sdt>'

function W.field(attributes, inlines)
  local kind = attributes.type or 'text'
  local width = common.millimetres(attributes.width, kind == 'signature' and 60 or 40)
  if kind == 'checkbox' then return List{rawi(control(kind, attributes.name or '') .. tick_run .. close_control)} end
  if kind == 'signature' then return List{rawi(blank_run(width))} end
  local open = rawi(control(kind, attributes.name or '', 'Blank'))
  if #inlines == 0 then return List{open, rawi(blank_run(width) .. close_control)} end
  return List{open} .. List{character('Blank', inlines)} .. List{rawi(close_control)}
end

function W.image(el, width, height, job)
  return pandoc.Image(el.caption, job.folder .. '/' .. el.src, '', {width = width, height = height})
end

-- Blocks
function W.paragraph(block, ctx)
  if ctx.inside then return List{styled(ctx.inside, {block})} end
  return List{block}
end
function W.list(list, ctx)
  return List{list}
end
function W.heading(header, ctx)
  local number = header.attributes.number
  local content = header.content
  if number then content = List{character('Heading Number', {pandoc.Str(number)}), rawi('<w:r><w:t xml:space="preserve">\u{2002}</w:t></w:r>')} .. content end
  return List{pandoc.Header(header.level, content, pandoc.Attr(header.identifier))}
end
function W.anchored(id, blocks) return List{pandoc.Div(blocks, pandoc.Attr(id))} end
function W.labelled(blocks, kind, word, join)
  if kind == 'law' then return join(blocks, List{character('Law Label', {pandoc.Str(word)}), pandoc.Str('\u{2002}')}) end
  return join(blocks, List{pandoc.Strong(pandoc.Str(word)), pandoc.Str('\u{2002}')})
end

local function only_paragraphs(blocks)
  for _, block in ipairs(blocks) do if block.t ~= 'Para' and block.t ~= 'Plain' then return false end end
  return true
end

local function border(side, size, color, space)
  return '<w:' .. side .. ' w:val="single" w:sz="' .. size .. '" w:space="' .. (space or 0) .. '" w:color="' .. color .. '"/>'
end
local function table_open(style, columns, look, caption)
  local total, grid = 0, {}
  for i, width in ipairs(columns) do total = total + width; grid[i] = '<w:gridCol w:w="' .. width .. '"/>' end
  return '<w:tbl><w:tblPr><w:tblStyle w:val="' .. style .. '"/><w:tblW w:w="' .. total .. '" w:type="dxa"/>'
    .. '<w:tblLayout w:type="fixed"/>' .. (look or '<w:tblLook w:val="0000" w:firstRow="0" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>')
    .. (caption and '<w:tblCaption w:val="' .. xml(caption) .. '"/>' or '') .. '</w:tblPr><w:tblGrid>' .. table.concat(grid) .. '</w:tblGrid>'
end
local function cell_open(width, extra)
  return '<w:tc><w:tcPr><w:tcW w:w="' .. width .. '" w:type="dxa"/>' .. (extra or '') .. '</w:tcPr>'
end
local function needs_paragraph(blocks)
  local last = blocks[#blocks]
  while last and last.t == 'Div' do last = last.content[#last.content] end
  return not last or last.t == 'RawBlock'
end
local function filled(blocks, style)
  if #blocks == 0 then return List{empty(style)} end
  if needs_paragraph(blocks) and blocks[#blocks] ~= gap then blocks:insert(empty('TableGap')) end
  return blocks
end

function W.callout(stop, blocks, ctx, walk)
  local style = stop and 'Stop' or 'Callout'
  if stop then
    blocks = pandoc.Div(blocks):walk{Strong = function(el) return character('Stop Label', el.content) end}.content
  end
  if only_paragraphs(blocks) then return List{styled(style, blocks)} end
  local width = twips(ctx.width)
  local bar = '<w:tcBorders><w:left w:val="single" w:sz="18" w:space="0" w:color="' .. (stop and 'ACCENT' or INK) .. '"/></w:tcBorders>'
    .. '<w:shd w:val="clear" w:color="auto" w:fill="' .. TINT .. '"/>'
    .. '<w:tcMar><w:top w:w="120" w:type="dxa"/><w:left w:w="220" w:type="dxa"/><w:bottom w:w="120" w:type="dxa"/><w:right w:w="220" w:type="dxa"/></w:tcMar>'
  local inner = walk(blocks, ctx:narrower(ctx.width - 8, stop and 'Stop Text' or 'Callout Text'), W)
  local out = List{gap, raw(table_open('HouseLayout', {width}) .. '<w:tr><w:trPr><w:cantSplit/></w:trPr>' .. cell_open(width, bar))}
  out:extend(filled(inner, 'TableText'))
  out:extend{raw('</w:tc></w:tr></w:tbl>'), gap}
  return out
end

local block_styles = {law = 'Law', lead = 'Lead', note = 'Note'}
-- "1)" lists come only from here (fancy lists are off when reading): finish.py makes them the large accent numbers.
local function large_numbers(list)
  return pandoc.OrderedList(list.content, pandoc.ListAttributes(list.listAttributes.start, 'Decimal', 'OneParen'))
end
function W.block(class, blocks, ctx, walk)
  if class == 'steps' then
    return walk(List(blocks):map(function(b) return b.t == 'OrderedList' and large_numbers(b) or b end), ctx, W)
  end
  if class == 'whole' then
    -- finish.py reads the mark on a row: its paragraphs keep with the row after it.
    local kept = pandoc.Div(walk(blocks, ctx, W, true)):walk{RawBlock = function(el)
      return raw((el.text:gsub('<w:cantSplit/>', '<w:cantSplit/><!--keep-->')))
    end}
    return List{styled('Keep', kept.content)}
  end
  if class == 'keep' then return List{styled('Keep', walk(blocks, ctx, W, true))} end
  return walk(blocks, ctx:narrower(ctx.width, block_styles[class]), W)
end
-- A placeholder: finish.py moves the break into the paragraph that follows, which a Word user sees as its property.
function W.pagebreak() return List{raw('<w:p><w:pPr><w:pStyle w:val="TableGap"/></w:pPr><w:r><w:t>[[page]]</w:t></w:r></w:p>')} end
function W.contents() return List{raw('<w:p><w:pPr><w:pStyle w:val="TOCHeading"/></w:pPr><w:r><w:t>[[contents]]</w:t></w:r></w:p>')} end

function W.card(card)
  local title, sub = card.quiet and 'Quiet Title' or 'Card Title', card.quiet and 'Quiet Sub' or 'Card Sub'
  local line = List(card.sub)
  if card.note then line = line .. List{tab} .. card.note end
  local heading = styled(title, {pandoc.Para(card.title)})
  local out = List{}
  if card.anchor then out:insert(pandoc.Div({heading}, pandoc.Attr(card.anchor))) else out:insert(heading) end
  if #line > 0 then out:insert(para(sub, line)) end
  return out
end

function W.chips(items)
  local line = List{}
  for i, item in ipairs(items) do
    if i > 1 then line:extend{pandoc.Space(), pandoc.Space()} end
    line:extend(chip(pandoc.utils.blocks_to_inlines(item)))
  end
  return List{para('Chips', line)}
end

function W.column_width(ctx, fraction) return (ctx.width + 8) * fraction - 8 end
function W.columns(parts, widths, ctx)
  local columns = {}
  for i, width in ipairs(widths) do
    columns[#columns + 1] = twips(W.column_width(ctx, width))
    if i < #widths then columns[#columns + 1] = twips(8) end
  end
  local out = List{raw(table_open('HouseLayout', columns) .. '<w:tr>')}
  for i, part in ipairs(parts) do
    out:insert(raw(cell_open(columns[2 * i - 1])))
    out:extend(filled(part, 'BodyText'))
    out:insert(raw('</w:tc>' .. (i < #parts and cell_open(columns[2 * i]) .. '<w:p/></w:tc>' or '')))
  end
  out:extend{raw('</w:tr></w:tbl>'), gap}
  return out
end

function W.checklist(items, ctx, walk)
  local out = List{}
  for _, item in ipairs(items) do
    local blocks = List(item)
    local first = blocks:remove(1)
    local box = List{rawi(control('checkbox', '') .. tick_run .. close_control), tab}
    out:insert(para('Checklist', box .. (first and first.content or {})))
    out:extend(walk(blocks, ctx:narrower(ctx.width - 6, 'Checklist'), W))
  end
  return out
end

W.kit = {
  raw = raw, rawi = rawi, xml = xml, twips = twips, para = para, styled = styled, empty = empty, gap = gap, tab = tab,
  control = control, close_control = close_control, tick_run = tick_run, table_open = table_open, cell_open = cell_open, filled = filled, border = border, ink = INK, rule = RULE, tint = TINT,
}
return W
