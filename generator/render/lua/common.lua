-- What both writers share: reading, checking, and the walk that hands every Div and Span of docs/markup.md to a writer.
local M = {}
local List = pandoc.List

-- Everything that could smuggle a writer's own language, or change a plain character, is off.
M.format = 'markdown-auto_identifiers-implicit_figures-citations-raw_html-raw_tex-raw_attribute-tex_math_dollars'
  .. '-latex_macros-footnotes-inline_notes-subscript-superscript-example_lists-yaml_metadata_block-pandoc_title_block'
  .. '-native_divs-native_spans-markdown_in_html_blocks-fancy_lists-definition_lists-line_blocks-table_captions'
  .. '-grid_tables-multiline_tables-simple_tables-implicit_header_references-shortcut_reference_links'
M.inline_format = M.format

function M.read(text) return pandoc.read(text, M.format, {columns = 1}) end

function M.inlines(text)
  local blocks = M.read(text).blocks
  return pandoc.utils.blocks_to_inlines(blocks, {pandoc.Space()})
end

function M.plain_inlines(text)
  -- plain text, never Markdown
  local out = List{}
  for word in text:gmatch('%S+') do
    if #out > 0 then out:insert(pandoc.Space()) end
    out:insert(pandoc.Str(word))
  end
  return out
end

function M.has(el, class) return el.classes:includes(class) end

function M.millimetres(value, default)
  local number = tonumber((tostring(value or ''):gsub('mm$', '')))
  return number or default
end

local function quoted(el)
  local open, close = '“', '”'
  if el.quotetype == 'SingleQuote' then open, close = '‘', '’' end
  local out = List{pandoc.Str(open)}
  out:extend(el.content)
  out:insert(pandoc.Str(close))
  return out
end

-- Ids once, links somewhere: what Word and Typst would find out too late or not at all.
function M.check(doc)
  local ids, links = {}, {}
  local function note(el)
    if el.identifier and el.identifier ~= '' then
      if ids[el.identifier] then error('the id #' .. el.identifier .. ' stands twice', 0) end
      ids[el.identifier] = true
    end
  end
  doc:walk{
    Div = note, Header = note, Span = note, Table = note,
    Link = function(el) if el.target:sub(1, 1) == '#' then links[#links + 1] = el.target:sub(2) end end,
    Div = function(el)
      note(el)
      if el.attributes.id then ids[el.attributes.id] = true end
    end,
  }
  for _, target in ipairs(links) do
    if not ids[target] then error('a link goes to #' .. target .. ', which is not in this document', 0) end
  end
end

-- What `.extract` Divs at the top hold is text of other documents: its ids and breaks were for those, and a link that
-- leads out of this document prints its words; so does a picture that did not come along.
function M.extracts(doc, media)
  local ids, found = {}, false
  local function note(el) ids[el.identifier] = true end
  for _, block in ipairs(doc.blocks) do
    if block.t == 'Div' and M.has(block, 'extract') then found = true; note(block)
    else block:walk{Div = note, Header = note, Span = note}; if block.identifier then note(block) end end
  end
  if not found then return doc end
  local function nameless(el) el.identifier = ''; return el end
  local bare = {Header = nameless, Span = nameless, Table = nameless, Code = nameless}
  function bare.Div(el)
    if M.has(el, 'pagebreak') or M.has(el, 'toc-here') then return {} end
    el.attributes.id = nil
    return nameless(el)
  end
  function bare.Link(el)
    if el.target:sub(1, 1) == '#' and not ids[el.target:sub(2)] then return el.content end
    return nameless(el)
  end
  function bare.Image(el)
    if media and media[el.src] then return nil end
    return #el.caption > 0 and el.caption or {pandoc.Str(el.src)}
  end
  doc.blocks = doc.blocks:map(function(block)
    if block.t == 'Div' and M.has(block, 'extract') then block.content = block.content:walk(bare) end
    return block
  end)
  return doc
end

function M.risk_level(el)
  for _, level in ipairs{'low', 'medium', 'high'} do if M.has(el, level) then return level end end
  error('a .risk span needs .low, .medium or .high: ' .. pandoc.utils.stringify(el), 0)
end

-- Spans -----------------------------------------------------------------------------------------------------------

local function span(el, W, words)
  if M.has(el, 'risk') then
    local level = M.risk_level(el)
    local content = el.content
    if not pandoc.utils.stringify(content):match('%a') then
      content = content .. List{pandoc.Space(), pandoc.Str(words[level])}
    end
    return W.risk(level, content)
  end
  if M.has(el, 'br') then return {pandoc.LineBreak()} end
  if M.has(el, 'field') then return W.field(el.attributes, el.content) end
  for _, class in ipairs{'confirm', 'missing', 'chip', 'muted', 'code', 'nobreak'} do
    if M.has(el, class) then return W.inline(class, el.content) end
  end
  return nil
end

-- A number stays with its unit: "11 m" is not broken over two lines.
local units = {}
for unit in ('m cm mm km kg g t L mL kPa MPa psi dBA dB V A W kW Hz °C °F ppm mg % × m² m³ km/h'):gmatch('%S+') do units[unit] = true end
-- A minus sign, as Typst sets it by itself: "-28 °C" must be the same word in Word.
-- Most lines have neither, and looking at them as one text is several times as fast as word by word.
local function settled(inlines)
  local text = pandoc.utils.stringify(inlines)
  if not text:find('%d %S') and not text:find('%-%d') then return nil end
  for i = 1, #inlines do
    if inlines[i].t == 'Str' and inlines[i].text:match('^%-%d') then
      inlines[i] = pandoc.Str((inlines[i].text:gsub('^%-(%d)', '−%1')))
    end
  end
  for i = 2, #inlines - 1 do
    local left, right = inlines[i - 1], inlines[i + 1]
    if inlines[i].t == 'Space' and left.t == 'Str' and right.t == 'Str' and left.text:match('%d$')
      and units[(right.text:gsub('[.,;:)]+$', ''))] then
      inlines[i] = pandoc.Str('\u{a0}')
    end
  end
  return inlines
end

-- What is the same for both writers, done once.
function M.settle(doc) return doc:walk{Quoted = quoted, Inlines = settled} end

-- Spans and characters in a writer's own form.
function M.prepare(doc, W, words)
  return doc:walk{Span = function(el) return span(el, W, words) end, Str = W.literal}
end

-- Lists of "label :: value" ------------------------------------------------------------------------------------------

local function trimmed(inlines)
  local out = List(inlines)
  while #out > 0 and (out[1].t == 'Space' or out[1].t == 'SoftBreak') do out:remove(1) end
  while #out > 0 and (out[#out].t == 'Space' or out[#out].t == 'SoftBreak') do out:remove(#out) end
  return out
end

local function only_list(div, what)
  local list = div.content[1]
  if #div.content ~= 1 or (list.t ~= 'BulletList' and list.t ~= 'OrderedList') then
    error('a .' .. what .. ' block holds one bullet list and nothing else', 0)
  end
  return list.content
end
M.only_list = only_list

-- One item: {label, value, attributes}; `[label]{.wide lines=4} :: value`.
function M.pair(blocks)
  local inlines = pandoc.utils.blocks_to_inlines(blocks, {pandoc.LineBreak()})
  local label, value, seen = List{}, List{}, false
  for _, inline in ipairs(inlines) do
    if not seen and inline.t == 'Str' and inline.text == '::' then seen = true
    elseif seen then value:insert(inline) else label:insert(inline) end
  end
  label, value = trimmed(label), trimmed(value)
  local attributes, wide = {}, false
  if #label == 1 and label[1].t == 'Span' then
    attributes, wide = label[1].attributes, M.has(label[1], 'wide')
    label = label[1].content
  end
  return {label = label, value = value, attributes = attributes, wide = wide, marked = seen}
end

function M.pairs_of(div, what)
  local out = List{}
  for _, item in ipairs(only_list(div, what)) do out:insert(M.pair(item)) end
  return out
end

-- Tables ------------------------------------------------------------------------------------------------------------

local function is_merge(cell)
  return #cell.contents == 1 and pandoc.utils.stringify(cell.contents):match('^%s*%^%^%s*$') ~= nil
end

-- A column of risk badges is as wide as its widest badge; the others share the rest.
local BADGE = 21 -- millimetres
local function wide_enough(el, widths, W, ctx)
  local narrow, rest, taken = {}, 0, 0
  for _, row in ipairs(el.bodies[1].body) do
    for i, cell in ipairs(row.cells) do
      cell.contents:walk{Inline = function(inline) if W.is_risk(inline) then narrow[i] = true end end}
    end
  end
  for i, width in ipairs(widths) do
    if narrow[i] and width < BADGE / ctx.width then taken = taken + 1 else narrow[i] = nil; rest = rest + width end
  end
  for i, width in ipairs(widths) do
    widths[i] = narrow[i] and BADGE / ctx.width or width / rest * (1 - taken * BADGE / ctx.width)
  end
end

-- A table as {widths (fractions), aligns, header (cells or nil), rows}; a cell is {blocks, rowspan, merged}.
function M.table(el, attributes, W, ctx)
  local widths, aligns, total = {}, {}, 0
  for i, spec in ipairs(el.colspecs) do
    aligns[i] = spec[1]
    widths[i] = spec[2] or 1
    total = total + widths[i]
  end
  for i, width in ipairs(widths) do widths[i] = width / total end
  wide_enough(el, widths, W, ctx)
  local header, blank = {}, true
  for _, cell in ipairs(el.head.rows[1] and el.head.rows[1].cells or {}) do
    header[#header + 1] = {blocks = cell.contents, rowspan = 1}
    blank = blank and #cell.contents == 0
  end
  local rows, above = {}, {}
  for _, row in ipairs(el.bodies[1].body) do
    local cells = {}
    for i, cell in ipairs(row.cells) do
      if is_merge(cell) and above[i] then
        above[i].rowspan = above[i].rowspan + 1
        cells[i] = {blocks = List{}, merged = true}
      else
        cells[i] = {blocks = cell.contents, rowspan = 1}
        above[i] = cells[i]
      end
    end
    rows[#rows + 1] = cells
  end
  for _ = #rows + 1, tonumber(attributes.rows or 0) do
    local cells = {}
    for i = 1, #widths do cells[i] = {blocks = List{}, rowspan = 1} end
    rows[#rows + 1] = cells
  end
  return {widths = widths, aligns = aligns, header = (not blank) and header or nil, rows = rows,
    height = M.millimetres(attributes.height, nil), alt = attributes.caption}
end

return M
