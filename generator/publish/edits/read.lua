-- Many Markdown texts in, their syntax trees out, in one process: `pandoc lua read.lua FOLDER-OF-RENDER-LUA < json list`.
-- Trees are settled as for typesetting: quotes curly, numbers tied to their units, so that their words are those of the Word file.
local common = assert(loadfile(arg[1] .. '/common.lua'))()
local out = {}
for i, text in ipairs(pandoc.json.decode(io.stdin:read('a'), false)) do
  out[i] = pandoc.write(common.settle(common.read(text)), 'json')
end
io.stdout:write('[', table.concat(out, ','), ']')
