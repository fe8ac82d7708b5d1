Hi ${name}!
%{ for x in items ~}
- ${x}
%{ endfor ~}
end